"""What approvers should know of a batch though it forbids nothing."""

from collections.abc import Iterator

from batches.guards import items_of
from batches.models import Batch, BatchItem, BatchStatus
from ostami.problems import Problem

NOT_HELD = (BatchStatus.DRAFT, BatchStatus.RETURNED, BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)


def panel_warnings(batch: Batch) -> Iterator[Problem]:
    """Yield an even panel, the same panel as the time before, and a plan item of another year."""
    for item in items_of(batch):
        yield from _even_panel(item)
        yield from _panel_of_last_time(item)
        yield from _other_year(item)


def _even_panel(item: BatchItem) -> Iterator[Problem]:
    size = len(item.panel)
    if size % 2 == 0:
        yield Problem(f"“{item}”的考评组为 {size} 人，宜为单数", remedy="意见相左时便于表决")


def _panel_of_last_time(item: BatchItem) -> Iterator[Problem]:
    earlier = BatchItem.objects.filter(
        batch__station=item.batch.station,
        batch__exam_date__lt=item.batch.exam_date,
        plan_item__trade=item.trade,
    ).exclude(batch__status__in=NOT_HELD)
    last = earlier.select_related("leader", "batch").order_by("-batch__exam_date", "-pk").first()
    if last is not None and {one.pk for one in last.panel} == {one.pk for one in item.panel}:
        yield Problem(f"“{item}”的考评组与{last.batch} 完全相同", remedy="宜轮换考评员")


def _other_year(item: BatchItem) -> Iterator[Problem]:
    planned, held = item.plan_item.plan.year, item.batch.exam_date.year
    if planned != held:
        yield Problem(
            f"“{item}”使用的是 {planned} 年度的计划项，考试日期在 {held} 年", remedy="请核实是否跨年使用"
        )
