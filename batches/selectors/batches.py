"""What the pages of batches read."""

from django.db.models import Case, F, IntegerField, Sum, When

from batches.models import Batch, BatchQuerySet, BatchStatus
from batches.models.batches import WAITING


def planned_people(batch: Batch) -> int:
    """Return how many people the batch's plan items are for."""
    return batch.items.aggregate(people=Sum("plan_item__headcount"))["people"] or 0


def urgent_first(batches: BatchQuerySet) -> BatchQuerySet:
    """Order batches: those waiting for staff, oldest first; those waiting for the station; then by exam."""
    turn = Case(
        When(status__in=WAITING, then=0),
        When(status=BatchStatus.RETURNED, then=1),
        When(status=BatchStatus.DRAFT, then=2),
        default=3,
        output_field=IntegerField(),
    )
    waiting = Case(When(status__in=WAITING, then=F("waiting_since")), default=None)
    return batches.order_by(turn, waiting, "-exam_date", "-pk")
