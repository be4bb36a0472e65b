"""What stations change in plans and applications: verbs that each lock their row and are audited."""

from batches.services.applications import (
    add_batch_item,
    change_batch,
    change_panel,
    make_batch,
    remove_batch_item,
)
from batches.services.plans import (
    add_plan_items,
    change_plan_item,
    make_plan,
    remove_plan_item,
    split_headcount,
)

__all__ = [
    "add_batch_item",
    "add_plan_items",
    "change_batch",
    "change_panel",
    "change_plan_item",
    "make_batch",
    "make_plan",
    "remove_batch_item",
    "remove_plan_item",
    "split_headcount",
]
