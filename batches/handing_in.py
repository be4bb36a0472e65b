"""Handing in: a plan's instant; a batch's number, its application date, and the plan items that it takes."""

from batches.guards import taken
from batches.models import AnnualPlan, Batch, PlanItem
from ostami.problems import refuse_if
from workflow.lifecycle import Step
from workflow.numbering import next_number


def hand_in_plan(step: Step[AnnualPlan]) -> None:
    """Keep the instant from which management's time for a plan runs."""
    step.case.submitted_at = step.at


def hand_in(step: Step[Batch]) -> None:
    """Number a batch at its first submission, date it, and take its plan items.

    Raises:
        BlockedError: another batch took an item in the meantime.
    """
    batch = step.case
    batch.applied_on = step.day
    if batch.number is None:
        batch.number = _next_batch_number(batch, batch.applied_on.year)
    _take_items(batch)
    arrive(step)


def arrive(step: Step[Batch]) -> None:
    """Keep the instant from which the next one's time for a batch runs."""
    step.case.waiting_since = step.at


def _next_batch_number(batch: Batch, year: int) -> str:
    code = batch.station.code
    return f"{code}-{year}-{next_number(f'batch:{code}:{year}'):03d}"


def _take_items(batch: Batch) -> None:
    wanted = PlanItem.objects.filter(batch_items__batch=batch).order_by("pk")
    # The plan items' rows are what two batches compete for; one order keeps them from waiting crosswise. A
    # copy that has its line in the station's chain already may still put the same items into its draft:
    # it would wait for a full lock, and the submission for the chain.
    rows = PlanItem.objects.filter(pk__in=wanted.values("pk")).order_by("pk")
    locked = list(rows.select_for_update(no_key=True))
    refuse_if(taken(locked, but_for=batch))
    batch.items.update(taken=True)


def give_back_items(step: Step[Batch]) -> None:
    """Free the plan items of a batch that is returned or withdrawn before its approval."""
    step.case.items.update(taken=False)
