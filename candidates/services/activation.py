"""The codes on activation slips: made, kept as digests, and found by who types one in."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.identity import clean_document_number, document_index
from accounts.models import User
from accounts.names import fold
from candidates.models import Activation
from ostami.problems import BlockedError, Problem
from ostami.sealing import keyed_digest
from workflow import audit

# Without letters and digits that are mistaken for each other when read from paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
CODE_GROUP = 5
TRIES = 10
LATE_VALIDITY = timedelta(days=30)
# From the page that takes the code to the one that takes the password.
STEP_VALIDITY = timedelta(minutes=30)
# The same whatever is wrong: it tells nobody whose number is on a list.
WRONG = Problem(
    "证件号码或激活码不正确，或激活码已失效",
    remedy="请对照最新一张激活单核对；仍不能激活的，请考试站重新打印激活单",
)
GONE = Problem("激活码已使用或已失效", remedy="已设置过密码的请直接登录；其他情况请考试站重新打印激活单")


def new_code() -> str:
    """Return a random code of ten characters, some 49 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """Return a code as slips print it: ``ABCDE-23456``."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


@transaction.atomic
def keep_codes(*, codes: Mapping[int, str], actor: User, at: datetime, reset: bool = False) -> None:
    """Store the digests of codes that are being handed out on paper, by the keys of their entries.

    Args:
        codes: the codes in clear, which nothing else stores.
        actor: who prints the slips; all entries are of one station.
        at: the instant from which they hold.
        reset: whether a code is kept for those too whose login is open by this instant.
    """
    rows = Activation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=codes).order_by("pk")
    rows = rows if reset else rows.filter(candidate__user__is_active=False)
    entries = list(rows.select_related("candidate", "batch__station__organisation"))
    for entry in entries:
        entry.code_digest = _digest(entry, codes[entry.pk])
        entry.code_made_at, entry.attempts = at, 0
    Activation.objects.bulk_update(entries, ["code_digest", "code_made_at", "attempts"], batch_size=500)
    sentence = "打印了激活单，此前的激活单作废"
    audit.record_all(entries, action="print_slip", sentence=sentence, actor=actor, at=at)


def valid_until(entry: Activation) -> datetime | None:
    """Return the instant at which an entry's code ends; None where none was printed.

    That is when enrolment closes; a code that was printed later holds for thirty days.
    """
    if entry.code_made_at is None:
        return None
    closes = entry.batch.enrolment_closes_at
    return closes if entry.code_made_at < closes else entry.code_made_at + LATE_VALIDITY


def redeem(*, number: str, code: str, at: datetime) -> Activation:
    """Return the entry whose document number and code somebody typed.

    A wrong code counts against every living code of that number, and stays counted.

    Raises:
        BlockedError: number or code is wrong, or the code was used, tried too often, or ran out.
    """
    index = document_index(clean_document_number(number))
    with transaction.atomic():
        rows = Activation.objects.select_for_update(of=("self",), no_key=True)
        rows = rows.filter(candidate__document_index=index)
        entries = rows.exclude(code_digest="").select_related("batch", "candidate__user").order_by("pk")
        living = [entry for entry in entries if _lives(entry, at)]
        found = next((entry for entry in living if _matches(entry, code)), None)
        if found is None:
            tried = Activation.objects.filter(pk__in=[entry.pk for entry in living])
            tried.update(attempts=F("attempts") + 1)
    if found is None:
        raise BlockedError([WRONG])
    return found


def locked_entry(entry: Activation, at: datetime) -> Activation:
    """Return an entry under lock, while the code that it was found by still lives.

    Raises:
        BlockedError: somebody used the code, or a slip was printed anew, or its time is over.
    """
    # All of the person's entries, in one order: two slips of one person would wait crosswise.
    rows = Activation.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    entries = rows.filter(candidate=entry.candidate_id).select_related("batch__station", "candidate__user")
    kept = (row for row in entries if (row.pk, row.code_digest) == (entry.pk, entry.code_digest))
    stored: Activation | None = next(kept, None)
    if stored is None or not stored.code_digest or not _lives(stored, at):
        raise BlockedError([GONE])
    return stored


def _lives(entry: Activation, at: datetime) -> bool:
    until = valid_until(entry)
    return bool(entry.code_digest) and entry.attempts < TRIES and until is not None and at < until


def _matches(entry: Activation, typed: str) -> bool:
    code = fold(typed).upper().replace("-", "")
    return hmac.compare_digest(_digest(entry, code), entry.code_digest)


def _digest(entry: Activation, code: str) -> str:
    return keyed_digest(f"{entry.pk}:{code}", purpose="activation")
