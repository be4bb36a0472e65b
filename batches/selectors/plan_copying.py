"""What a plan can take over from the plans of earlier years."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from batches.guards import post_of, scope_problems
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.selectors.plans import PlanLine, items_for_pages, plan_lines
from ostami.problems import Problem


@dataclass(frozen=True, slots=True)
class CopyLine:
    """An item of an earlier year.

    Attributes:
        line: the item with its use.
        problem: why it can't be planned any more; None where it can.
        held: whether the plan's year, supplements too, has an equal item already; each answers for one.
    """

    line: PlanLine
    problem: Problem | None
    held: bool

    @property
    def item(self) -> PlanItem:
        """The item."""
        return self.line.item

    @property
    def proposed(self) -> bool:
        """Whether the page ticks it."""
        return self.problem is None and not self.held


def years_to_copy(plan: AnnualPlan) -> list[int]:
    """Return the years before the plan's in which its station has an approved plan, the latest first."""
    earlier = AnnualPlan.objects.filter(
        station=plan.station_id, status=PlanStatus.APPROVED, year__lt=plan.year
    )
    return list(earlier.order_by("-year").values_list("year", flat=True).distinct())


def copy_lines(plan: AnnualPlan, *, year: int, user: User, on: date) -> list[CopyLine]:
    """Return the approved items of the station's `year`, each with its verdict on the day `on`."""
    items = PlanItem.objects.approved().filter(plan__station=plan.station_id, plan__year=year)
    lines = plan_lines(items_for_pages(items.order_by("plan__supplement", "pk")), user=user)
    wrong = scope_problems([line.item for line in lines], plan.station, on=on)
    planned = PlanItem.objects.filter(plan__station=plan.station_id, plan__year=plan.year)
    there = Counter(map(_said, planned))
    found = []
    for line in lines:
        held = there[_said(line.item)] > 0
        there[_said(line.item)] -= held
        found.append(CopyLine(line, wrong.get(post_of(line.item)), held))
    return found


def _said(item: PlanItem) -> tuple[int, ...]:
    return (item.trade_id, item.level, item.headcount, item.month)
