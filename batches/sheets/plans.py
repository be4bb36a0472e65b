"""The plan table (年度计划表): what a station plans, what became of it, and the approval."""

from dataclasses import replace
from datetime import date

from accounts.models import User
from batches.models import AnnualPlan, PlanStatus
from batches.selectors import PlanLine, items_for_pages, plan_lines
from documents.sheets import (
    Column,
    ColumnKind,
    FormSheet,
    Grid,
    Row,
    TableSheet,
    TableValue,
    date_in_words,
    row,
    signature,
)
from documents.watermarks import practice_mark
from ostami import clock
from workflow.opinions import Opinion, OpinionRules, standing_opinions

TITLE = "考试站年度计划表"
COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("职业", width=24),
    Column("工种（编码）", width=32),
    Column("等级", width=14),
    Column("计划人数", ColumnKind.NUMBER, 10),
    Column("计划月份", width=10),
    Column("选用情况", width=26),
    Column("备注", width=22),
)
APPROVAL = "approval"
RULES = OpinionRules(given={"approve": APPROVAL}, taken_back={})
MARKS = {PlanStatus.DRAFT: "未提交", PlanStatus.RETURNED: "已退回", PlanStatus.SUBMITTED: "待审批"}
APPROVED = "批准。"  # what an approval without words says
SIGNATURES_MM = 40


def plan_table(plan: AnnualPlan, *, user: User) -> TableSheet:
    """Return a plan as a list; of batches it names those that `user` may see."""
    lines = plan_lines(items_for_pages(plan.items.all()), user=user)
    approval = approval_of(plan)
    return TableSheet(
        title=TITLE,
        tab="年度计划",
        columns=COLUMNS,
        rows=tuple(_row(number, line) for number, line in enumerate(lines, start=1)),
        facts=(
            ("机构名称", plan.station.organisation.name),
            ("机构编码", plan.station.code),
            ("年度", plan.title),
            ("状态", plan.get_status_display()),
            ("合计", f"{len(lines)} 条，{sum(line.item.headcount for line in lines)} 人"),
        ),
        signatures=(
            ("考试站（盖章）", ""),
            ("提交日期", _handed_in_on(plan)),
            ("管理站审批意见", _words(approval)),
            ("审批人", approval.signed_by if approval else ""),
            ("审批日期", approval.on if approval else None),
        ),
        frozen_columns=3,
        watermark=practice_mark(MARKS.get(PlanStatus(plan.status))),
        footer=str(plan),
    )


def plan_paper(plan: AnnualPlan, *, user: User) -> FormSheet:
    """Return the plan table as a paper, with room for both stamps below it."""
    paper = replace(plan_table(plan, user=user), signatures=()).as_form()
    return replace(paper, blocks=(*paper.blocks, Grid((50, 50), (_stamps(plan),))))


def approval_of(plan: AnnualPlan) -> Opinion | None:
    """Return the opinion with which a plan was approved; None before that."""
    return standing_opinions(plan, RULES).get(APPROVAL)


def _row(number: int, line: PlanLine) -> tuple[TableValue, ...]:
    item = line.item
    return (
        number,
        item.trade.occupation.name,
        f"{item.trade.name}（{item.trade.display_code}）",
        item.level_label,
        item.headcount,
        f"{item.month} 月",
        use_in_words(line),
        item.note,
    )


def use_in_words(line: PlanLine) -> str:
    """Return what became of an item: 未选用, 已选用, or the batch that holds it."""
    if line.batch:
        return f"已选用：{line.batch.number}"
    return "已选用" if line.used else "未选用"


def _handed_in_on(plan: AnnualPlan) -> date | None:
    """Return the day on which the plan as it stands was handed in; None while it can be changed."""
    return None if plan.is_open or plan.submitted_at is None else clock.day_of(plan.submitted_at)


def _words(approval: Opinion | None) -> str:
    return (approval.text or APPROVED) if approval else ""


def _stamps(plan: AnnualPlan) -> Row:
    approval = approval_of(plan)
    handed_in = date_in_words(_handed_in_on(plan))
    name, day = (approval.signed_by, approval.on) if approval else ("　　　　　　", None)
    return row(
        signature("考试站：", foot=f"负责人签字：　　　　　　（盖章）　{handed_in}"),
        signature(
            f"管理站审批意见：{_words(approval)}", foot=f"审批人：{name}（盖章）　{date_in_words(day)}"
        ),
        height_mm=SIGNATURES_MM,
    )
