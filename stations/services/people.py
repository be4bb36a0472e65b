"""The people of an application: who runs the station, who examines, who trains (guide 2.1.2, 2.3)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from ostami.problems import Problem, refuse_if
from stations.models import ApplicationKind, ApplicationPerson, PersonRole, RequestedTrade, StationApplication
from stations.services.drafting import own_draft
from stations.services.row_matching import match_rows, write_rows

MOST_PEOPLE = 200
ROLES_OF_AN_ADDITION = (PersonRole.EXAMINER, PersonRole.TRAINER)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """A person as typed; `pk` is that of the stored row, `position` the place on the page."""

    role: PersonRole
    name: str
    title: str = ""
    subject: str = ""
    phone: str = ""
    certificate_number: str = ""
    position: int = 0
    pk: int | None = None

    @property
    def likeness(self) -> tuple[str, str]:
        """Role and name."""
        return (self.role, self.name)

    @property
    def facts(self) -> dict[str, Any]:
        """What F1 prints of the person."""
        return {name: value for name, value in asdict(self).items() if name not in {"pk", "position"}}


def roles_for(application: StationApplication) -> tuple[PersonRole, ...]:
    """Return the roles that this kind of application names: an addition brings no new director."""
    if application.kind == ApplicationKind.SCOPE_ADDITION:
        return ROLES_OF_AN_ADDITION
    return tuple(PersonRole)


@transaction.atomic
def save_people(
    *,
    application: StationApplication,
    actor: User,
    entries: Sequence[PersonEntry],
    removed: Collection[int] = (),
) -> tuple[list[ApplicationPerson], list[str]]:
    """Store the people of a draft, and take out those `removed`; people not mentioned stay as they are.

    Whoever stops being an examiner is no longer named by any trade.

    Args:
        application: the draft.
        actor: who fills it in.
        entries: the people typed.
        removed: keys of people to take out; others' are passed over.

    Returns:
        The stored people in the order of `entries`, and a sentence for every trade that lost an examiner.

    Raises:
        BlockedError: the application was handed in, or there are too many people.
    """
    draft = own_draft(application, actor)
    stored = list(draft.people.all())
    rows = match_rows(stored, entries, removed=removed, likeness=("role", "name"))
    gone = [person for person in stored if person.pk in set(removed)]
    refuse_if(_too_many(len(stored) - len(gone) + rows.count(None)))
    left = [*gone, *_no_more_examiners(rows, entries)]
    notes = _unname(left)
    written = write_rows(rows, entries, ApplicationPerson, application=draft)
    draft.people.filter(pk__in=[person.pk for person in gone]).delete()
    return written, notes


def _too_many(count: int) -> Iterable[Problem]:
    if count > MOST_PEOPLE:
        yield Problem(f"人员共 {count} 人，最多登记 {MOST_PEOPLE} 人", remedy="请删除部分人员后再保存")


def _no_more_examiners(
    rows: Sequence[ApplicationPerson | None], entries: Sequence[PersonEntry]
) -> list[ApplicationPerson]:
    return [
        row
        for row, entry in zip(rows, entries, strict=True)
        if row and row.role == PersonRole.EXAMINER and entry.role != PersonRole.EXAMINER
    ]


def _unname(people: Sequence[ApplicationPerson]) -> list[str]:
    """Take people out of the trades that name them, and say which trades these are."""
    naming = RequestedTrade.objects.filter(examiners__in=[person.pk for person in people]).distinct()
    notes = []
    for requested in naming.select_related("trade__occupation").prefetch_related("examiners"):
        lost = [person.name for person in requested.examiners.all() if person in people]
        requested.examiners.remove(*people)
        names = "、".join(lost)
        notes.append(f"{names}不再是“{requested.trade.name}”的对应考评员，请核对该工种的考评员人数。")
    return notes
