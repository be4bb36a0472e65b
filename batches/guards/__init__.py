"""What stands in the way of plans, batches and changes of date, each with its clause."""

from batches.guards.deadlines import (
    before_deadline,
    enrolment_still_ahead,
    exam_day_reached,
    lead_time,
    too_soon,
)
from batches.guards.items import (
    batch_has_items,
    items_of,
    items_usable,
    keep_items,
    one_machine_category,
    panel_problems,
    panels,
    sitting_problems,
    station_active,
    taken,
    unusable,
)
from batches.guards.plans import may_plan, out_of_scope, plan_has_items, plan_in_scope, review_done
from batches.guards.route import endorsed_first, in_turn
from batches.guards.scope import post_of, scope_problems

__all__ = [
    "batch_has_items",
    "before_deadline",
    "endorsed_first",
    "enrolment_still_ahead",
    "exam_day_reached",
    "in_turn",
    "items_of",
    "items_usable",
    "keep_items",
    "lead_time",
    "may_plan",
    "one_machine_category",
    "out_of_scope",
    "panel_problems",
    "panels",
    "plan_has_items",
    "plan_in_scope",
    "post_of",
    "review_done",
    "scope_problems",
    "sitting_problems",
    "station_active",
    "taken",
    "too_soon",
    "unusable",
]
