"""A batch's own timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from batches.days import CalendarEntry, CalendarKind, approval_due, exam_calendar
from batches.deciding.turns import turn_of
from batches.models import Batch, BatchStatus, DateChangeStatus
from batches.models.batches import WAITING

# Days of a batch that has ended otherwise are no longer counted down to.
COUNTED_DOWN = frozenset(
    {
        BatchStatus.DRAFT,
        BatchStatus.RETURNED,
        *WAITING,
        BatchStatus.APPROVED,
        BatchStatus.ROSTER_SUBMITTED,
    }
)
ROSTER_IN = frozenset(
    {
        BatchStatus.ROSTER_SUBMITTED,
        BatchStatus.RESULTS_SUBMITTED,
        BatchStatus.RESULTS_APPROVED,
        BatchStatus.CERTIFIED,
        BatchStatus.ARCHIVED,
    }
)
# Given up: none of its days comes any more.
GIVEN_UP = (BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Day:
    """A line of the timeline.

    Attributes:
        entry: what and when.
        countdown: how far off it is, in words; empty where nothing is awaited.
        past: whether it is over.
        urgent: whether something has to be done within 48 hours.
        was: when it was before the exam date was changed; empty where it never was.
    """

    entry: CalendarEntry
    countdown: str
    past: bool
    urgent: bool
    was: str


def days_of(batch: Batch, *, now: datetime) -> list[Day]:
    """Return a batch's timeline at an instant, with what a change of its exam date moved."""
    former = _former_words(batch)
    applied, *ahead = (_day(batch, entry, now, former.get(entry.kind, "")) for entry in batch.calendar())
    return [applied, *_approval(batch, now), *ahead]


def _approval(batch: Batch, now: datetime) -> Iterator[Day]:
    turn = turn_of(batch, at=now)
    if turn is not None:
        entry = approval_due(turn.due, by=turn.who)
        yield Day(entry, turn.state, past=False, urgent=turn.over or entry.is_urgent(now), was="")


def _day(batch: Batch, entry: CalendarEntry, now: datetime, was: str) -> Day:
    past, lapsed = entry.is_past(now), batch.has_lapsed(now)
    if batch.status in GIVEN_UP:
        return Day(entry, entry.countdown(now) if past else "", past=True, urgent=False, was=was)
    counted = batch.status in COUNTED_DOWN and not lapsed
    if entry.kind == CalendarKind.ROSTER and batch.status in ROSTER_IN:
        return Day(entry, "花名册已提交", past, urgent=False, was=was)
    countdown = entry.countdown(now) if past or counted else ""
    if entry.kind == CalendarKind.ROSTER and lapsed:
        countdown = "已过，未提交花名册，批次已失效"
    return Day(entry, countdown, past, urgent=counted and entry.is_urgent(now), was=was)


def _former_words(batch: Batch) -> dict[CalendarKind, str]:
    done = batch.date_changes.filter(status=DateChangeStatus.APPROVED).first()
    if done is None:
        return {}
    former = exam_calendar(applied_on=None, exam_date=done.old_date)
    return {entry.kind: entry.words for entry in former if entry.kind != CalendarKind.APPLIED}
