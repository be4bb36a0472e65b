"""What the pages show of changes of an exam date."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.rights import Perm
from batches.date_changing import CHANGEABLE, not_changeable
from batches.days import exam_calendar
from batches.models import Batch, DateChange, DateChangeQuerySet, DateChangeStatus
from ostami import policy

JOINED = ("batch__station__organisation",)


@dataclass(frozen=True, slots=True)
class DateChangeState:
    """How a batch stands to the one change of its date.

    Attributes:
        lapsed: whether its windows closed without a roster.
        last_day: the last day on which the roster could be handed in.
        done: the change that was approved.
        pending: the request that waits, while the batch can still move.
        refused: the last request, if it was refused and nothing followed.
        possible: whether a change can still be asked for.
        may_request: whether the person is the one to ask.
    """

    lapsed: bool
    last_day: date
    done: DateChange | None
    pending: DateChange | None
    refused: DateChange | None
    possible: bool
    may_request: bool


def date_change_state(batch: Batch, *, user: User, at: datetime) -> DateChangeState:
    """Return what a batch's page says of its date and the one change of it."""
    changes = list(batch.date_changes.all())
    by_status = {change.status: change for change in reversed(changes)}
    done = by_status.get(DateChangeStatus.APPROVED)
    pending = by_status.get(DateChangeStatus.REQUESTED) if batch.status in CHANGEABLE else None
    possible = pending is None and not any(not_changeable(batch))
    return DateChangeState(
        lapsed=batch.has_lapsed(at),
        last_day=policy.last_enrolment_day(batch.exam_date),
        done=done,
        pending=pending,
        refused=None if done or pending else by_status.get(DateChangeStatus.REFUSED),
        possible=possible,
        may_request=possible and user.has_right(Perm.DATE_CHANGE_REQUEST),
    )


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """A line of a batch's calendar by the old and by the new exam date."""

    label: str
    clause: str
    old: str
    new: str


def compared_days(batch: Batch, *, old_date: date, new_date: date) -> list[ComparedDay]:
    """Return the days of a batch that follow from its exam date, by both dates."""
    old, new = (exam_calendar(applied_on=batch.applied_on, exam_date=day) for day in (old_date, new_date))
    return [
        ComparedDay(before.label, before.clause, before.words, after.words)
        for before, after in zip(old, new, strict=True)
        if before.words != after.words
    ]


def waiting_first(changes: DateChangeQuerySet) -> DateChangeQuerySet:
    """Order changes: those that wait, oldest first; then the others, newest first.

    One that was withdrawn has no decision: it stands by the instant of its request.
    """
    waits = When(status=DateChangeStatus.REQUESTED, then=0)
    turn = Case(waits, default=1, output_field=IntegerField())
    waiting = Case(When(status=DateChangeStatus.REQUESTED, then=F("requested_at")), default=None)
    moved = Coalesce("decided_at", "requested_at").desc()
    return changes.order_by(turn, waiting, moved, "-pk")
