"""What the pages of annual plans read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Case, F, IntegerField, QuerySet, When

from accounts.models import User
from batches.models import AnnualPlan, Batch, BatchItem, PlanItem, PlanStatus
from ostami.problems import Problem
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station


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
        return f"{self.trade.name} {self.level_label}"

    @property
    def level_label(self) -> str:
        """The level with its title."""
        return level_label(self.level, occupation=self.trade.occupation)


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
    """A plan item with the batch that holds it; the batch is None to whoever may not see it.

    `problem` says why a free item can't be used in a batch (any more), where the page asks.
    """

    item: PlanItem
    used: bool
    batch: Batch | None
    problem: Problem | None = None


def plan_lines(items: Iterable[PlanItem], *, user: User) -> list[PlanLine]:
    """Return plan items, in order, each with its use."""
    items = list(items)
    held = BatchItem.objects.filter(plan_item__in=items, taken=True)
    used = set(held.values_list("plan_item_id", flat=True))
    seen = held.filter(batch__in=Batch.objects.visible_to(user)).select_related("batch")
    batches = {row.plan_item_id: row.batch for row in seen}
    return [PlanLine(item, item.pk in used, batches.get(item.pk)) for item in items]


def fingerprint(items: Iterable[PlanItem]) -> str:
    """Return a sign of what a plan's items say; a page sends back what it was made from."""
    said = [
        (item.pk, item.trade_id, item.level, item.headcount, item.month, item.note)
        for item in sorted(items, key=lambda item: item.pk)
    ]
    return sha256(repr(said).encode()).hexdigest()[:32]


def items_for_pages(plan_items: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    """Join what a plan item shows of itself."""
    return plan_items.select_related("plan", "trade__occupation")


def plans_urgent_first(plans: QuerySet[AnnualPlan]) -> QuerySet[AnnualPlan]:
    """Order plans: those that wait for staff first, the oldest at the top; then by year."""
    turn = Case(When(status=PlanStatus.SUBMITTED, then=0), default=1, output_field=IntegerField())
    waiting = Case(When(status=PlanStatus.SUBMITTED, then=F("submitted_at")), default=None)
    return plans.order_by(turn, waiting, "-year", "station__organisation__code", "-supplement")
