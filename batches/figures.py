"""What a station's annual review says of its plans and batches."""

from datetime import date

from django.db.models import Count, Q, Sum

from batches.models import Batch, BatchStatus, PlanItem
from stations.figures import Figure, figure_provider
from stations.models import Station

FINISHED = (BatchStatus.CERTIFIED, BatchStatus.ARCHIVED)
APPROVED = (
    BatchStatus.APPROVED,
    BatchStatus.ROSTER_SUBMITTED,
    BatchStatus.RESULTS_SUBMITTED,
    BatchStatus.RESULTS_APPROVED,
    *FINISHED,
)


@figure_provider
def batch_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count the approved plan items of `year`, and the batches whose exam lay in it."""
    items = PlanItem.objects.approved().filter(plan__station=station, plan__year=year)
    planned = items.aggregate(items=Count("pk"), people=Sum("headcount"))
    batches = Batch.objects.filter(station=station, exam_date__year=year).exclude(status=BatchStatus.DRAFT)
    counts = batches.aggregate(
        applied=Count("pk"),
        approved=Count("pk", Q(status__in=APPROVED)),
        finished=Count("pk", Q(status__in=FINISHED)),
    )
    return [
        Figure("年度计划项", f"{planned['items']} 条，{planned['people'] or 0} 人"),
        Figure("申请批次", f"{counts['applied']} 个"),
        Figure("批准批次", f"{counts['approved']} 个"),
        Figure("办结批次", f"{counts['finished']} 个"),
    ]
