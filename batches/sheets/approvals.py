"""The approval table of a batch application, 批次申请审批表 (guide 4.5.1)."""

from collections.abc import Iterator

from batches.deciding.opinions import Opinions, opinions_of
from batches.models import Batch, BatchItem, DateChange, DateChangeStatus
from batches.panels.declaring import DECLARATION
from batches.selectors import items_with_panels
from documents.sheets import (
    EMPTY_DATE,
    Align,
    Block,
    Cell,
    FormSheet,
    Grid,
    Heading,
    Row,
    date_in_words,
    label,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from examiners.models import Examiner
from ostami import clock
from scope_catalog.choices import Scheme
from workflow.opinions import Opinion

TITLE = "批次申请审批表"
APPLIES = "申请举办本批次考试。"
AGREES = "同意。"
PAIRS = (28, 60, 28, 58)
ONE = (42, 132)
# A batch with one trade and three short opinions fits on one page.
LINE_MM, OPINION_MM = 8.5, 28


def approval_sheet(batch: Batch) -> FormSheet:
    """Return the approval table of a batch that was handed in, with the opinions that stand.

    Args:
        batch: the batch, its station's organisation joined.
    """
    items = items_with_panels(batch)
    return FormSheet(
        title=TITLE,
        blocks=(
            _head(batch, items),
            *(block for number, item in enumerate(items, start=1) for block in _item(number, item)),
            Heading("申请与审批"),
            Grid(ONE, tuple(_decisions(batch, opinions_of(batch)))),
        ),
        watermark=practice_mark(),
    )


def _head(batch: Batch, items: list[BatchItem]) -> Grid:
    people = sum(item.plan_item.headcount for item in items)
    station = batch.station
    return Grid(
        PAIRS,
        (
            _pair("机构名称", str(station), "机构编码", station.code),
            _pair("批次号", batch.number or "", "当前状态", batch.get_status_display()),
            _pair("评价类别", batch.get_scheme_display(), "考生类型", batch.get_candidate_type_display()),
            _pair("申请日期", date_in_words(batch.applied_on), "考试日期", date_in_words(batch.exam_date)),
            _pair("考试地点", batch.place, "计划人数", f"{people} 人"),
        ),
    )


def _pair(first: str, text: str, second: str, other: str) -> Row:
    return row(label(first), value(text), label(second), value(other), height_mm=LINE_MM)


def _item(number: int, item: BatchItem) -> Iterator[Block]:
    yield Heading(f"批次工种 {number}")
    others = [examiner for examiner in item.panel if examiner.pk != item.leader_id]
    planned = item.plan_item
    lines = (
        ("工种（编码）", f"{item.trade.name}（{item.trade.display_code}）"),
        ("等级", planned.level_label),
        ("计划项", f"{planned.plan.year} 年 {planned.month} 月，{planned.headcount} 人"),
        ("考评组长（证号）", _named(item.leader)),
        ("考评员（证号）", "、".join(map(_named, others))),
        ("回避声明", _avoidance(item)),
        ("说明", item.panel_reason or "无"),
    )
    yield Grid(ONE, tuple(row(label(name), _text(text), height_mm=LINE_MM) for name, text in lines))


def _text(text: str) -> Cell:
    return value(text, align=Align.START)


def _named(examiner: Examiner) -> str:
    return f"{examiner.person_name}（{examiner.certificate_number}）"


def _avoidance(item: BatchItem) -> str:
    if item.avoidance_declared:
        return f"已声明{DECLARATION}"
    return f"须回避：{item.avoidance_named}" if item.avoidance_named else "未声明"


def _decisions(batch: Batch, opinions: Opinions) -> Iterator[Row]:
    yield _opinion("考试站申请", opinions.station, says=APPLIES)
    if batch.scheme == Scheme.SKILL_LEVEL:
        yield _opinion("省级分支机构意见", opinions.branch, says=AGREES)
    yield _opinion("管理站意见", opinions.management, says=AGREES)
    change = batch.date_changes.filter(status=DateChangeStatus.APPROVED).first()
    if change is not None:
        yield row(label("日期调整"), _text(_change_in_words(change)))


def _opinion(name: str, opinion: Opinion | None, *, says: str) -> Row:
    """Return an opinion's row; one given without words says what its act says."""
    if opinion is None:
        return row(label(name), signature(foot=f"(盖章)  {EMPTY_DATE}"), height_mm=OPINION_MM)
    words = f"{opinion.text or says}\n\n{opinion.signed_by}"
    return row(
        label(name), signature(words, foot=f"(盖章)  {date_in_words(opinion.on)}"), height_mm=OPINION_MM
    )


def _change_in_words(change: DateChange) -> str:
    decided = f"，{clock.day_of(change.decided_at)} 批准" if change.decided_at else ""
    requested = clock.day_of(change.requested_at)
    dates = f"考试日期由 {change.old_date} 调整为 {change.new_date}"
    return f"{dates}（{requested} 申请{decided}）。原因：{change.reason}"
