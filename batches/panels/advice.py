"""What approvers should know of a batch though it forbids nothing."""

from collections.abc import Iterator

from batches.guards import items_of
from batches.guards.items import at_item
from batches.models import Batch, BatchItem, CandidateType
from batches.panels.rotation import panel_cautions
from ostami.problems import Problem


def panel_warnings(batch: Batch) -> Iterator[Problem]:
    """Yield even panels, those that hardly rotate, whom to keep away, and a plan item of another year."""
    for item in items_of(batch):
        yield from item_warnings(item)
        yield from _other_year(item)


def item_warnings(item: BatchItem) -> Iterator[Problem]:
    """Yield what should be known of one item's panel."""
    yield from panel_cautions(item)
    yield from _kept_away(item)


def of_avoidance(batch: Batch) -> Iterator[Problem]:
    """Yield who has to keep away from whom, item by item."""
    for item in items_of(batch):
        yield from at_item(item, _kept_away(item))


def of_rotation(batch: Batch) -> Iterator[Problem]:
    """Yield the cautions of the panels that sit all the same."""
    for item in items_of(batch):
        yield from at_item(item, panel_cautions(item))


def of_other_years(batch: Batch) -> Iterator[Problem]:
    """Yield the items that use another year's plan."""
    for item in items_of(batch):
        yield from at_item(item, _other_year(item))


def _kept_away(item: BatchItem) -> Iterator[Problem]:
    yield from _teachers(item)
    if item.avoidance_named:
        yield Problem(f"“{item}”申报了须回避的考评员：{item.avoidance_named}", remedy="请安排其回避相关考生")


def _teachers(item: BatchItem) -> Iterator[Problem]:
    if item.batch.candidate_type != CandidateType.STUDENT:
        return
    for one in item.panel:
        if one.taught_classes:
            text = f"“{item}”的考评员{one}任教班级：{one.taught_classes}"
            yield Problem(text, remedy="考生中有这些班级的，该考评员须回避")


def _other_year(item: BatchItem) -> Iterator[Problem]:
    planned, held = item.plan_item.plan.year, item.batch.exam_date.year
    if planned != held:
        yield Problem(
            f"“{item}”使用的是 {planned} 年度的计划项，考试日期在 {held} 年", remedy="请核实是否跨年使用"
        )
