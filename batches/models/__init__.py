"""Annual plans, their items, the batches that use them, and changes of an exam date."""

from batches.models.batches import Batch, BatchQuerySet, BatchStatus, CandidateType
from batches.models.date_changes import DateChange, DateChangeQuerySet, DateChangeStatus
from batches.models.feeds import CalendarFeed
from batches.models.items import BatchItem, BatchItemQuerySet
from batches.models.plans import AnnualPlan, AnnualPlanQuerySet, PlanItem, PlanItemQuerySet, PlanStatus
from batches.models.reminders import ApprovalReminder, BatchReminder, BatchReminderKind

__all__ = [
    "AnnualPlan",
    "AnnualPlanQuerySet",
    "ApprovalReminder",
    "Batch",
    "BatchItem",
    "BatchItemQuerySet",
    "BatchQuerySet",
    "BatchReminder",
    "BatchReminderKind",
    "BatchStatus",
    "CalendarFeed",
    "CandidateType",
    "DateChange",
    "DateChangeQuerySet",
    "DateChangeStatus",
    "PlanItem",
    "PlanItemQuerySet",
    "PlanStatus",
]
