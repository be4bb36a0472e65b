"""What stands in the way of annual plans."""

from collections.abc import Iterator
from datetime import date

from batches.guards.scope import not_granted, scope_problems
from batches.models import AnnualPlan, PlanItem
from ostami.problems import Problem
from stations.guards import idle
from stations.models import ScopeGrant, Station
from stations.reviews import review_block
from workflow.lifecycle import Step


def plan_has_items(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A plan without items plans nothing."""
    if not step.case.items.exists():
        yield Problem("年度计划还没有计划项", "4.5.1-1", "请先添加工种、等级、人数和月份")


def plan_in_scope(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A station plans within its authorised scope, and what is still in the catalogue (guide 4.7-6)."""
    plan = step.case
    yield from idle(plan.station, on=step.day)
    items = plan.items.select_related("trade__occupation")
    yield from scope_problems(items, plan.station, on=step.day).values()


def may_plan(station: Station, *, on: date) -> Iterator[Problem]:
    """Yield what keeps a station from beginning a plan on the day `on`."""
    yield from idle(station, on=on)
    yield from review_block(station, on=on)


def review_done(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A station whose annual review is missing after its grace makes no new plans."""
    yield from review_block(step.case.station, on=step.day)


def out_of_scope(item: PlanItem, station: Station, *, applied_on: date | None = None) -> Iterator[Problem]:
    """Yield a problem where a plan item's trade and level aren't in the station's scope (guide 4.7-6).

    Args:
        item: the plan item.
        station: the station.
        applied_on: for a batch that was handed in, the day of that: a reduction since then takes nothing from
            it. None judges by the scope as it stands.
    """
    grants = ScopeGrant.objects.filter(station=station)
    if applied_on is None:
        held = grants.covering(item.trade, item.level)
    else:
        held = grants.covering_on(applied_on, item.trade, item.level)
    if not held.exists():
        yield not_granted(item, grants.ended(item.trade, item.level).last())
