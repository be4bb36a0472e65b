"""Batches that run on though their station gives up a trade or level."""

from batches.models import BatchItem, BatchStatus
from batches.models.batches import WAITING
from stations.in_flight import Reduction, register_in_flight
from stations.models import Station

RUNNING = (
    *WAITING,
    BatchStatus.APPROVED,
    BatchStatus.ROSTER_SUBMITTED,
    BatchStatus.RESULTS_SUBMITTED,
    BatchStatus.RESULTS_APPROVED,
)


@register_in_flight
def batches_in_flight(station: Station, reduction: Reduction) -> list[str]:
    """Return a line for each item, of a trade and level given up, of the station's batches under way."""
    items = BatchItem.objects.filter(
        batch__station=station, batch__status__in=RUNNING, plan_item__trade__in=list(reduction)
    )
    joined = items.select_related("batch", "plan_item__trade__occupation")
    return [
        f"{item.batch}（{item.batch.exam_date} 考试，{item.batch.get_status_display()}）：{item}"
        for item in joined.order_by("batch__exam_date", "pk")
        if str(item.level) in reduction[item.trade]
    ]
