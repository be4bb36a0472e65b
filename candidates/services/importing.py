"""Entering a class: people without passwords, their place in the class list, and a draft for each."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.models import User
from accounts.names import login_key
from accounts.rights import Role
from batches.models import Batch
from candidates.classes.cards import card_of, people_by_card
from candidates.classes.checks import class_problems, facts_of_person
from candidates.guards import window_open
from candidates.models import Activation, Candidate, Enrolment, EnrolmentStatus
from documents.table_import import ImportedRow
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

PLACEHOLDER = "待激活-"
PLACEHOLDER_BYTES = 6
FORM_FACTS = (
    "institution",
    "education",
    "subject",
    "entered_on",
    "graduated_on",
    "training_hours",
    "class_name",
)
CHANGED = Problem("表格上传后，报名数据有变化，没有导入任何一行", remedy="请重新上传检查")


@dataclass(frozen=True, slots=True)
class EnteredClass:
    """What an import made: how many people in all, and how many of them the portal knew."""

    people: int
    known: int


def entry_problems(batch: Batch, *, actor: User, at: datetime) -> list[Problem]:
    """Return why nobody can be entered for a batch: it isn't open for enrolment (guide 4.5.1-2)."""
    return list(window_open(Step(Enrolment(batch=batch), actor, at, "start")))


@transaction.atomic
def import_class(*, batch: Batch, rows: Sequence[ImportedRow], actor: User, at: datetime) -> EnteredClass:
    """Enter the rows of a class's table, all or none; each leaves its lines.

    Whom the portal knows by number and name is linked, and the login left as it is. All others get a closed
    login without a password, which they open with an activation slip.

    Raises:
        BlockedError: enrolment is shut, or somebody enrolled or registered since the table was read.
    """
    batch = (
        Batch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("station__organisation")
        .get(pk=batch.pk)
    )
    refuse_if(entry_problems(batch, actor=actor, at=at))
    refuse_if([CHANGED] if class_problems(rows, batch=batch, at=at) else [])
    try:
        with transaction.atomic():
            people, new = _people(rows, at)
            enrolments = _entries(batch, rows, people, actor, at)
    except IntegrityError:
        raise BlockedError([CHANGED]) from None
    # Last, and in the order in which all acts take the chains: the portal's, then the station's.
    _record(batch, new, enrolments, actor=actor, at=at)
    return EnteredClass(len(people), len(people) - len(new))


def overbooked(batch: Batch) -> list[str]:
    """Return a warning for every item whose class list and handed in enrolments are more than its places."""
    people = Enrolment.objects.filter(batch=batch).exclude(status=EnrolmentStatus.REJECTED).order_by()
    counts = dict(people.values_list("batch_item").annotate(Count("pk")))
    return [
        f"注意：“{item}”共有 {counts[item.pk]} 人填报，超过 {PLAN_ITEM_MAX_PEOPLE} 人，先提交者先得。"
        for item in batch.items.select_related("plan_item__trade")
        if counts.get(item.pk, 0) > PLAN_ITEM_MAX_PEOPLE
    ]


def _people(rows: Sequence[ImportedRow], at: datetime) -> tuple[list[Candidate], list[Candidate]]:
    """Return the person of each row, and those among them that were made."""
    known = people_by_card(rows)
    _hold(known.values())
    people = [known.get(card) or _person(row, at) for row in rows if (card := card_of(row))]
    new = [person for person in people if person._state.adding]  # noqa: SLF001  Django's documented API
    users = User.objects.bulk_create([person.user for person in new])
    for person, user in zip(new, users, strict=True):
        person.user = user
    Candidate.objects.bulk_create(new)
    return people, new


def _hold(people: Iterable[Candidate]) -> None:
    """Keep people until they stand on this list too: another station may be taking them off its own.

    Raises:
        BlockedError: somebody was forgotten since the portal was asked.
    """
    keys = {person.pk for person in people}
    held = Candidate.objects.order_by("pk").select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    refuse_if([] if len(held) == len(keys) else [CHANGED])


def _person(row: ImportedRow, at: datetime) -> Candidate:
    """Return a person with a closed login, both unsaved."""
    facts = row.parsed
    username = f"{PLACEHOLDER}{secrets.token_hex(PLACEHOLDER_BYTES)}"
    user = User(
        username=username,
        login_key=login_key(username),
        role=Role.CANDIDATE,
        person_name=facts["name"],
        email=facts["email"],
        phone=facts["phone"],
        is_active=False,
        joined_at=at,
    )
    user.set_unusable_password()
    born, sex = facts_of_person(row)
    # Without both there is a problem, and no row comes this far.
    assert born is not None  # noqa: S101
    assert sex is not None  # noqa: S101
    person = Candidate(
        user=user,
        name=facts["name"],
        document_type=facts["document_type"],
        sex=sex,
        birth_date=born,
        phone=facts["phone"],
    )
    person.document_number = facts["document_number"]
    return person


def _entries(
    batch: Batch, rows: Sequence[ImportedRow], people: Sequence[Candidate], actor: User, at: datetime
) -> list[Enrolment]:
    """Put everybody on the class list with a draft."""
    drafts, listed = [], []
    for row, person in zip(rows, people, strict=True):
        facts: dict[str, Any] = {name: row.parsed[name] for name in FORM_FACTS if name in row.parsed}
        item = row.parsed["item"]
        drafts.append(Enrolment(batch=batch, batch_item=item, candidate=person, **facts))
        listed.append(
            Activation(
                batch=batch,
                candidate=person,
                class_name=row.parsed["class_name"],
                entered_by=actor,
                entered_at=at,
            )
        )
    Activation.objects.bulk_create(listed)
    return Enrolment.objects.bulk_create(drafts)


def _record(
    batch: Batch, new: list[Candidate], enrolments: list[Enrolment], *, actor: User, at: datetime
) -> None:
    audit.record_all(
        new,
        action="enter",
        sentence="由考试站从班级名单录入，账号待本人激活",
        actor=actor,
        at=at,
        changes=lambda person: {"证件号码": ("", person.masked_number)},
    )
    audit.record_all(
        enrolments, action="start", sentence="由考试站从班级名单建立报名草稿", actor=actor, at=at
    )
    known = f"，其中 {len(enrolments) - len(new)} 人已有账号" if len(new) < len(enrolments) else ""
    sentence = f"导入班级名单 {len(enrolments)} 人{known}"
    audit.record(batch, action="import_class", sentence=sentence, actor=actor, at=at)
