"""Taking items of earlier years over into a plan."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.selectors import fingerprint
from batches.services.opening import lock_open
from batches.services.plan_grid import PlanMovedError
from batches.services.plan_items import PlanPen
from ostami import clock
from ostami.problems import Problem, refuse_if


@transaction.atomic
def copy_plan_items(
    *,
    plan: AnnualPlan,
    actor: User,
    items: Collection[PlanItem],
    seen: str,
    at: datetime | None = None,
) -> list[PlanItem]:
    """Copy approved items of the station's earlier years into an open plan, all or none.

    Args:
        plan: the plan.
        actor: who copies.
        items: what is copied, with plan, trade and occupation at hand.
        seen: the `fingerprint` of the plan's items as the page showed them, so that nothing is copied twice.
        at: the instant of the act.

    Raises:
        PlanMovedError: the plan's items were changed since.
        BlockedError: the plan isn't open, an item isn't the station's, approved and of an earlier year, or is
            out of scope, or there are too many.
    """
    pen = PlanPen(plan=lock_open(plan), actor=actor, at=at or clock.now())
    if seen != fingerprint(pen.plan.items.all()):
        raise PlanMovedError(pen.plan)
    refuse_if(problem for item in items for problem in _not_to_copy(item, pen.plan))
    copies = [_copy(item, pen.plan) for item in items]
    pen.check(copies)
    years = "、".join(str(year) for year in sorted({item.plan.year for item in items}))
    pen.add(copies, sentence=f"从 {years} 年度复制了计划项")
    return copies


def _copy(item: PlanItem, plan: AnnualPlan) -> PlanItem:
    facts = {"trade": item.trade, "level": item.level, "headcount": item.headcount, "month": item.month}
    return PlanItem(plan=plan, note=item.note, **facts)


def _not_to_copy(item: PlanItem, plan: AnnualPlan) -> Iterator[Problem]:
    source = item.plan
    ours = source.station_id == plan.station_id
    if not ours or source.status != PlanStatus.APPROVED or source.year >= plan.year:
        yield Problem(f"计划项“{item}”不能复制", remedy="只能复制本站以前年度已批准的计划项，请重新选择")
