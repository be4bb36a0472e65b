"""Who may sit on a panel, and who may not and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import QuerySet

from batches.models import Batch, BatchItem, PlanItem
from batches.panels.rotation import NOT_HELD
from examiners.models import Examiner
from examiners.selectors import who_may_sit, why_not


def sitting(batch: Batch, plan_item: PlanItem) -> QuerySet[Examiner]:
    """Return the station's examiners who may judge a plan item on the batch's exam date."""
    return who_may_sit(
        station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
    ).order_by("person_name", "pk")


@dataclass(frozen=True, slots=True)
class Unfit:
    """An examiner who may not sit, and why."""

    examiner: Examiner
    reasons: list[str]


def not_sitting(batch: Batch, plan_item: PlanItem) -> list[Unfit]:
    """Return the station's other examiners, each with the reasons that keep them from the panel."""
    others = Examiner.objects.filter(station=batch.station).exclude(
        pk__in=sitting(batch, plan_item).values("pk")
    )
    reasons = partial(
        why_not, station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
    )
    return [
        Unfit(one, [problem.text for problem in reasons(one)])
        for one in others.prefetch_related("trades", "suspensions")
    ]


LOOKED_BACK = 6


@dataclass(frozen=True, slots=True)
class Sat:
    """How an examiner sat on the station's last batches with a trade.

    Attributes:
        last: the latest exam day on which they sat.
        times: on how many of those batches they sat.
        of: how many batches were looked at.
    """

    last: date
    times: int
    of: int


def sat_before(batch: Batch, plan_item: PlanItem) -> Mapping[int, Sat]:
    """Return, by the key of each who sat, how they did on the trade's last batches before `batch`'s exam."""
    earlier = Batch.objects.filter(
        station=batch.station_id, exam_date__lt=batch.exam_date, items__plan_item__trade=plan_item.trade_id
    )
    held = earlier.exclude(status__in=NOT_HELD).exclude(pk=batch.pk).distinct()
    latest = [found.pk for found in held.order_by("-exam_date", "-pk")[:LOOKED_BACK]]
    items = BatchItem.objects.filter(batch__in=latest, plan_item__trade=plan_item.trade_id)
    days: dict[int, dict[int, date]] = {}
    for item in items.select_related("batch", "leader").prefetch_related("examiners"):
        for examiner in item.panel:
            days.setdefault(examiner.pk, {})[item.batch_id] = item.batch.exam_date
    return {key: Sat(max(sat.values()), len(sat), len(latest)) for key, sat in days.items()}


def items_with_panels(batch: Batch) -> list[BatchItem]:
    """Return a batch's items with their plan items and panels."""
    items = batch.items.select_related("batch", "plan_item__plan", "plan_item__trade__occupation", "leader")
    return list(items.prefetch_related("examiners"))
