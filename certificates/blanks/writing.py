"""Writing into the ledger of blanks; a line is never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Organisation, User
from accounts.rights import Perm, Role, refusal
from batches.models import Batch
from certificates.blanks.balances import balance
from certificates.blanks.serials import Serials, serial_problems
from certificates.blanks.whereabouts import Whereabouts
from certificates.models import CORRECTIONS, BlankEntry, BlankMove
from exams.selectors import qualified
from ostami import policy
from ostami.problems import Problem, refuse_if
from workflow import audit


@dataclass(frozen=True, slots=True)
class Move:
    """What happened to how many blanks, with their serial numbers where they have any.

    Attributes:
        place: the balance that a correction puts right; empty for every other move.
    """

    scheme: str
    move: str
    count: int
    first_serial: str = ""
    last_serial: str = ""
    batch: Batch | None = None
    note: str = ""
    place: str = ""


def own_office(actor: User) -> Organisation:
    """Return the office whose ledger the actor keeps.

    Raises:
        PermissionDenied: the actor's role keeps none.
    """
    if not actor.has_right(Perm.BLANKS) or actor.organisation is None:
        raise PermissionDenied(refusal(Perm.BLANKS, role=Role(actor.role)))
    return actor.organisation


def enter(*, move: Move, actor: User, at: datetime) -> BlankEntry:
    """Write a line into the actor's ledger.

    Args:
        move: what happened.
        actor: who did it.
        at: when.

    Raises:
        PermissionDenied: the actor keeps no ledger.
        BlockedError: there aren't so many blanks, their serial numbers can't be, or a reason is missing.
    """
    return write_line(own_office(actor), move, done_by=actor, at=at)


@transaction.atomic
def write_line(
    holder: Organisation, move: Move, *, done_by: User, at: datetime, witness: User | None = None
) -> BlankEntry:
    """Write a line into an office's ledger, at a destruction with the second person.

    Raises:
        BlockedError: there aren't so many blanks, their serial numbers can't be, or a reason is missing.
    """
    # Everything that counts on the balance waits here.
    Organisation.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=holder.pk)
    refuse_if(problems_of(holder, move))
    entry = BlankEntry.objects.create(
        holder=holder,
        scheme=move.scheme,
        move=move.move,
        place=move.place,
        count=move.count,
        first_serial=move.first_serial,
        last_serial=move.last_serial,
        batch=move.batch,
        note=move.note,
        done_by=done_by,
        witness=witness,
        done_at=at,
    )
    sentence = f"登记了空白证书{entry}（{entry.get_scheme_display()}）"
    # At a destruction it is the witness whose confirmation writes the line.
    audit.record(entry, action="enter", sentence=sentence, actor=witness or done_by, at=at, reason=move.note)
    return entry


def problems_of(holder: Organisation, move: Move) -> Iterator[Problem]:
    """Yield everything that stands in the way of a move."""
    yield from balance(holder, move.scheme).after(move.move, move.count, move.place).problems()
    wrong = list(serial_problems(move.first_serial, move.last_serial, move.count))
    yield from wrong or _misplaced(holder, move)
    if move.move in CORRECTIONS and not move.note:
        yield Problem("更正须写明原因", remedy="请填写原来登记有什么错误", field="note")
    if move.move == BlankMove.HANDED_OUT:
        yield from too_many_handed_out(holder, move)


def _misplaced(holder: Organisation, move: Move) -> Iterator[Problem]:
    """Yield the problem of serial numbers that aren't where they would come from."""
    if run := Serials.between(move.first_serial, move.last_serial):
        yield from Whereabouts(holder, move.scheme).problems(run, move.move, move.place)


def too_many_handed_out(holder: Organisation, move: Move) -> Iterator[Problem]:
    """Yield the problem that more is handed out than the passes of the batch explain, without a reason."""
    if move.note:
        return
    if move.batch is None:
        yield Problem("不为某一批次领用的，须说明用途", remedy="请选择批次，或填写说明", field="note")
        return
    passed = qualified(move.batch).count()
    total = handed_out_for(holder, move.batch) + move.count
    if total > policy.most_blanks(passed):
        yield Problem(
            f"{move.batch} 合格 {passed} 人，连同本次共领用 {total} 张，"
            f"超过合格人数的 {policy.BLANK_SPARE_PERCENT}%（{policy.most_blanks(passed)} 张）",
            remedy="请减少数量，或在说明中写明理由",
            field="note",
        )


def handed_out_for(holder: Organisation, batch: Batch) -> int:
    """Return how many blanks were handed out for a batch, less those that came back."""
    rows = BlankEntry.objects.filter(holder=holder, batch=batch).order_by().values_list("move", "count")
    signs = {BlankMove.HANDED_OUT.value: 1, BlankMove.RETURNED.value: -1}
    return sum(signs.get(move, 0) * count for move, count in rows)
