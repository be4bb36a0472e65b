"""What stations type into plans and batch applications."""

from batches.forms.applications import BatchForm, CopyForm, PlanItemChoice, facts_of_batch
from batches.forms.panels import PanelForm
from batches.forms.plans import PlanForm, PlanItemForm, facts_of
from batches.forms.returning import ResultsReturnForm, ReturnForm

__all__ = [
    "BatchForm",
    "CopyForm",
    "PanelForm",
    "PlanForm",
    "PlanItemChoice",
    "PlanItemForm",
    "ResultsReturnForm",
    "ReturnForm",
    "facts_of",
    "facts_of_batch",
]
