"""Adding the rows of an imported table to a plan (guide 4.5.1-1)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.services.opening import lock_open
from batches.services.plan_grid import PlanEntry
from batches.services.plan_items import PlanPen


@transaction.atomic
def import_plan_items(
    *, plan: AnnualPlan, actor: User, entries: Iterable[PlanEntry], at: datetime
) -> list[PlanItem]:
    """Add items of at most 99 people each to an open plan, all or none.

    Args:
        plan: the plan.
        actor: who imports.
        entries: the rows, in the order in which they are added.
        at: the instant of the act.

    Raises:
        BlockedError: the plan isn't open, an item isn't in scope, or there are too many items.
    """
    pen = PlanPen(plan=lock_open(plan), actor=actor, at=at)
    items = [PlanItem(plan=pen.plan, **entry.facts) for entry in entries]
    pen.check(items)
    pen.add(items)
    return items
