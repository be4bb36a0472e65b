"""What the pages of plans and batches read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Case, F, IntegerField, QuerySet, Sum, When

from accounts.models import User
from batches.calendars import CalendarEntry
from batches.models import AnnualPlan, Batch, BatchItem, BatchQuerySet, BatchStatus, PlanItem, PlanStatus
from examiners.models import Examiner
from examiners.selectors import who_may_sit, why_not
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station

# Days of a batch that has ended otherwise are no longer counted down to.
COUNTED_DOWN = frozenset(
    {
        BatchStatus.DRAFT,
        BatchStatus.RETURNED,
        BatchStatus.SUBMITTED,
        BatchStatus.APPROVED,
        BatchStatus.ROSTER_SUBMITTED,
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A trade and level that a station may plan."""

    trade: Trade
    level: int

    @property
    def key(self) -> str:
        """The offer as a form sends it: trade and level."""
        return f"{self.trade.pk}-{self.level}"

    @property
    def label(self) -> str:
        """The offer as a person chooses it: 数控车工 四级/中级工."""
        return f"{self.trade.name} {level_label(self.level, occupation=self.trade.occupation)}"


def offers_of(station: Station, *, on: date) -> list[Offer]:
    """Return what a station may plan on the day `on`: the granted levels of its live scope's live trades."""
    grants = ScopeGrant.objects.live().filter(station=station).select_related("trade__occupation")
    return [
        Offer(grant.trade, int(level))
        for grant in grants
        if grant.trade.is_live(on)
        for level in grant.levels
    ]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan item with the batch that holds it; the batch is None to whoever may not see it."""

    item: PlanItem
    used: bool
    batch: Batch | None


def plan_lines(items: Iterable[PlanItem], *, user: User) -> list[PlanLine]:
    """Return plan items, in order, each with its use."""
    items = list(items)
    held = BatchItem.objects.filter(plan_item__in=items, taken=True)
    used = set(held.values_list("plan_item_id", flat=True))
    seen = held.filter(batch__in=Batch.objects.visible_to(user)).select_related("batch")
    batches = {row.plan_item_id: row.batch for row in seen}
    return [PlanLine(item, item.pk in used, batches.get(item.pk)) for item in items]


def items_for_pages(plan_items: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    """Join what a plan item shows of itself."""
    return plan_items.select_related("plan", "trade__occupation")


def approved_lines(batch: Batch, *, user: User) -> list[PlanLine]:
    """Return the approved plan items of a batch's station and scheme.

    Those that can be chosen come first, those of the exam's year before others; then those used already.
    """
    items = PlanItem.objects.visible_to(user).approved().filter(plan__station=batch.station)
    items = items.filter(trade__occupation__scheme=batch.scheme).order_by("-plan__year", "month", "pk")
    lines = plan_lines(items_for_pages(items), user=user)
    year = batch.exam_date.year
    return sorted(lines, key=lambda line: (line.used, line.item.plan.year != year))


def of_other_scheme(batch: Batch) -> int:
    """Count the station's approved plan items that a batch of this scheme can't use."""
    items = PlanItem.objects.approved().filter(plan__station=batch.station)
    return items.exclude(trade__occupation__scheme=batch.scheme).count()


def sitting(batch: Batch, plan_item: PlanItem) -> QuerySet[Examiner]:
    """Return the station's examiners who may judge a plan item on the batch's exam date."""
    return who_may_sit(
        station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
    ).order_by("person_name", "pk")


@dataclass(frozen=True, slots=True)
class Unfit:
    """An examiner who may not sit, and why."""

    examiner: Examiner
    reasons: list[str]


def not_sitting(batch: Batch, plan_item: PlanItem) -> list[Unfit]:
    """Return the station's other examiners, each with the reasons that keep them from the panel."""
    others = Examiner.objects.filter(station=batch.station).exclude(
        pk__in=sitting(batch, plan_item).values("pk")
    )
    reasons = partial(
        why_not, station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
    )
    return [
        Unfit(one, [problem.text for problem in reasons(one)])
        for one in others.prefetch_related("trades", "suspensions")
    ]


def items_with_panels(batch: Batch) -> list[BatchItem]:
    """Return a batch's items with their plan items and panels."""
    items = batch.items.select_related("batch", "plan_item__plan", "plan_item__trade__occupation", "leader")
    return list(items.prefetch_related("examiners"))


@dataclass(frozen=True, slots=True)
class Day:
    """A line of the calendar with its countdown in words, and whether it is over."""

    entry: CalendarEntry
    countdown: str
    past: bool


def days_of(batch: Batch, *, today: date) -> list[Day]:
    """Return a batch's calendar, counted down while there is something to wait for; what is over says so."""
    counted = batch.status in COUNTED_DOWN
    lines = [(entry, entry.is_past(today)) for entry in batch.calendar()]
    return [Day(entry, entry.countdown(today) if past or counted else "", past) for entry, past in lines]


def planned_people(batch: Batch) -> int:
    """Return how many people the batch's plan items are for."""
    return batch.items.aggregate(people=Sum("plan_item__headcount"))["people"] or 0


def urgent_first(batches: BatchQuerySet) -> BatchQuerySet:
    """Order batches: those waiting for staff, oldest first; those waiting for the station; then by exam."""
    turn = Case(
        When(status=BatchStatus.SUBMITTED, then=0),
        When(status=BatchStatus.RETURNED, then=1),
        When(status=BatchStatus.DRAFT, then=2),
        default=3,
        output_field=IntegerField(),
    )
    waiting = Case(When(status=BatchStatus.SUBMITTED, then=F("applied_on")), default=None)
    return batches.order_by(turn, waiting, "-exam_date", "-pk")


def plans_urgent_first(plans: QuerySet[AnnualPlan]) -> QuerySet[AnnualPlan]:
    """Order plans: those that wait for staff first, then by year."""
    turn = Case(When(status=PlanStatus.SUBMITTED, then=0), default=1, output_field=IntegerField())
    return plans.order_by(turn, "-year", "station__organisation__code", "-supplement")
