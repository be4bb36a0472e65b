"""What stations change in plans and applications: verbs that each lock their row and are audited."""

from batches.services.applications import change_batch, make_batch
from batches.services.copying import Copied, copy_batch
from batches.services.discarding import discard_batch
from batches.services.items import add_batch_item, change_panel, remove_batch_item
from batches.services.plan_items import split_headcount
from batches.services.plans import (
    add_plan_items,
    change_plan_item,
    discard_plan,
    make_plan,
    not_discardable,
    remove_plan_item,
)

__all__ = [
    "Copied",
    "add_batch_item",
    "add_plan_items",
    "change_batch",
    "change_panel",
    "change_plan_item",
    "copy_batch",
    "discard_batch",
    "discard_plan",
    "make_batch",
    "make_plan",
    "not_discardable",
    "remove_batch_item",
    "remove_plan_item",
    "split_headcount",
]
