"""What lies on which day: the deadlines of many batches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from batches.days import CalendarEntry, CalendarKind, approval_due, end_of, midnight
from batches.deciding.turns import Desks, desks_at, turn_of
from batches.models import Batch, BatchItem, BatchQuerySet, BatchStatus
from batches.models.batches import WAITING
from batches.selectors.timeline import GIVEN_UP, ROSTER_IN
from ostami import clock, policy
from stations.models import Station
from stations.services.numbers import short_name
from workflow.working_days import Special, earliest_start

# Not handed in: nothing but the day that is meant for the exam.
MEANT = (BatchStatus.DRAFT, BatchStatus.RETURNED)


class AgendaKind(models.TextChoices):
    """What happens on a day, in the order in which a day lists it."""

    APPROVAL = "approval", "审批到期"
    ROSTER = "roster", "花名册截止"
    PAPERS = "papers", "试卷签收开始"
    EXAM = "exam", "考试"
    LICENCE = "licence", "许可证到期"
    REVIEW = "review", "年审截止"


KIND_OF = {
    CalendarKind.APPROVAL: AgendaKind.APPROVAL,
    CalendarKind.ROSTER: AgendaKind.ROSTER,
    CalendarKind.PAPERS: AgendaKind.PAPERS,
    CalendarKind.EXAM: AgendaKind.EXAM,
}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing on one day.

    Attributes:
        day: the day.
        kind: what.
        station: whose.
        text: of which trades and levels, or what else there is to say.
        address: its page.
        urgent: whether something has to be done within 48 hours.
        done: whether it is over, or what was due is in.
        batch: the batch that it belongs to, if it does.
    """

    day: date
    kind: AgendaKind
    station: Station
    text: str
    address: str
    urgent: bool = False
    done: bool = False
    batch: Batch | None = None

    @property
    def station_name(self) -> str:
        """The station's name without the head that all of them share."""
        return short_name(self.station.organisation.name)


def batch_agenda(
    batches: BatchQuerySet, *, first: date, last: date | None, now: datetime
) -> list[AgendaItem]:
    """Return what of `batches` lies between two days, both included, day by day; in nine queries.

    Args:
        batches: the batches in scope; withdrawn and cancelled ones are left out.
        first: the first day.
        last: the last day; None for no end.
        now: the instant of the request.
    """
    desks = desks_at(now)
    found = [
        item
        for batch in _joined(_between(batches, first, last, desks.special))
        for item in _of_batch(batch, now=now, desks=desks)
        if first <= item.day and (last is None or item.day <= last)
    ]
    return in_order(found)


def in_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Order by day; within it what is urgent comes first, then by kind and station."""
    kinds = list(AgendaKind)
    return sorted(
        items,
        key=lambda item: (item.day, not item.urgent, kinds.index(item.kind), item.station.code),
    )


def _between(batches: BatchQuerySet, first: date, last: date | None, special: Special) -> BatchQuerySet:
    longest = max(settings.BRANCH_WORKING_DAYS, settings.BATCH_WORKING_DAYS)
    came_in = midnight(earliest_start(first, longest, special))
    dated, to_decide = Q(exam_date__gte=first), Q(status__in=WAITING, waiting_since__gte=came_in)
    if last is not None:
        dated &= Q(exam_date__lte=last + policy.ROSTER_LEAD + timedelta(days=1))
        to_decide &= Q(waiting_since__lt=end_of(last))
    return batches.exclude(status__in=GIVEN_UP).filter(dated | to_decide)


def _joined(batches: BatchQuerySet) -> BatchQuerySet:
    # Stations and trades are few: each is read once, not once for each of a month's batches.
    named = ("batch", "plan_item__trade", "plan_item__level")
    items = BatchItem.objects.select_related("plan_item").only(*named)
    items = items.prefetch_related("plan_item__trade__occupation")
    return batches.prefetch_related("station__organisation__parent", Prefetch("items", items))


def _of_batch(batch: Batch, *, now: datetime, desks: Desks) -> Iterator[AgendaItem]:
    text, today = f"{trades_in_words(batch)}{_aside(batch, now)}", clock.day_of(now)
    address, lapsed = batch.get_absolute_url(), batch.has_lapsed(now)
    for entry in _entries(batch, now=now, desks=desks):
        roster_in = entry.kind == CalendarKind.ROSTER and batch.status in ROSTER_IN
        day = _day_of(entry)
        yield AgendaItem(
            day=day,
            kind=KIND_OF[entry.kind],
            station=batch.station,
            text=f"{text}（已提交）" if roster_in else text,
            address=address,
            urgent=entry.is_urgent(now) and not roster_in,
            done=day < today or roster_in or lapsed,
            batch=batch,
        )


def _aside(batch: Batch, now: datetime) -> str:
    return f"（{batch.state_at(now).word}）" if batch.status in MEANT or batch.has_lapsed(now) else ""


def _entries(batch: Batch, *, now: datetime, desks: Desks) -> Iterator[CalendarEntry]:
    turn = turn_of(batch, at=now, desks=desks)
    if turn is not None:
        yield approval_due(turn.due, by=turn.who)
    for entry in batch.calendar():
        if entry.kind == CalendarKind.EXAM or (entry.kind in KIND_OF and batch.status not in MEANT):
            yield entry


def _day_of(entry: CalendarEntry) -> date:
    """Return the day on which a line stands: the last one of a deadline, the first one of all else."""
    if entry.begins is not None:
        return entry.begins.date()
    if entry.ends is None:
        raise ValueError(entry)
    return entry.ends.date() - timedelta(days=1)


def trades_in_words(batch: Batch) -> str:
    """Return a batch's trades and levels, for instance 数控车工 四级/中级工等 2 项."""
    items = [str(item) for item in batch.items.all()]
    if not items:
        return "未选用计划项"
    return items[0] if len(items) == 1 else f"{items[0]}等 {len(items)} 项"
