"""What the tables of figures hold."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from documents.wording import TableValue
from portal.figures.asked import Asked
from portal.figures.findings import Supervision, supervision
from portal.figures.returns import Returned, returns
from portal.figures.stages import BatchHistory, Stage, batch_history
from portal.figures.tables import Cells, FigureColumn, FigureTable
from portal.figures.tallies import Tallies, Tally, tallies

PLANNED = "计划人数"


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was asked for: the headline figures, and the tables."""

    headline: list[tuple[str, TableValue]]
    tables: list[FigureTable]


TallyColumns = dict[FigureColumn, Callable[[Tally], TableValue]]

PEOPLE: TallyColumns = {
    FigureColumn(PLANNED, drawn=True): lambda tally: tally["planned"],
    FigureColumn("报名人数", drawn=True): lambda tally: tally["enrolled"],
    FigureColumn("实考人数"): lambda tally: tally.sat,
    FigureColumn("合格人数", drawn=True): lambda tally: tally.passed,
    FigureColumn("合格率", words=True): lambda tally: tally.rate,
    FigureColumn("有效证书"): lambda tally: tally["standing"],
    FigureColumn("已撤销证书"): lambda tally: tally["revoked"],
}
GRADES: TallyColumns = {
    FigureColumn("优秀", drawn=True): lambda tally: tally["excellent"],
    FigureColumn("良好", drawn=True): lambda tally: tally["good"],
    FigureColumn("合格", drawn=True): lambda tally: tally["fair"],
    FigureColumn("不合格", drawn=True): lambda tally: tally["failed"],
    FigureColumn("缺考"): lambda tally: tally["absent"],
}
PEOPLE_NOTE = (
    "计划人数为已批准年度计划的人数；报名人数为审核通过的考生，按考试日期所在年度统计；实考、合格和成绩只计"
    "管理站已审核通过成绩的批次；证书按取得证书的那次考试统计，换发的只计新证书。"
)
NO_PLANS = "年度计划不分考生类型，因此不列计划人数。"
GRADES_NOTE = "实考人数为两科都有成绩的考生；任一科目缺考、请假或违纪的计入缺考。"
STAGES_NOTE = "按日历日计。“九成不超过”是九成批次在这一环节所用的天数以内。"
NO_LINES = "所选范围内没有年度计划、报名和证书。可以换一个年度，或减少筛选条件。"
NO_FINDINGS = "所选范围内的督导报告没有发现问题。"
FINDINGS_NOTE = "发现次数为督导报告中该项选择“否”的次数；已整改的以管理站核查通过为准。"


def figures(user: User, asked: Asked) -> Figures:
    """Return all figures within what `user` sees; the number of queries doesn't grow with the rows."""
    counted, history = tallies(user, asked), batch_history(user, asked)
    return Figures(
        _headline(counted.total, asked),
        [
            _people(counted, asked),
            _tally_table("grades", "成绩", GRADES, counted=counted, asked=asked, note=GRADES_NOTE),
            _stages(history.stages),
            _returns(user, asked, history),
            *_supervision(supervision(user, asked)),
        ],
    )


def _headline(total: Tally, asked: Asked) -> list[tuple[str, TableValue]]:
    shown = {column.header: value(total) for column, value in PEOPLE.items()}
    return [(name, shown[name]) for name in shown if asked.of_plans_too or name != PLANNED]


def _people(counted: Tallies, asked: Asked) -> FigureTable:
    columns, note = PEOPLE, PEOPLE_NOTE
    if not asked.of_plans_too:
        columns = {column: value for column, value in PEOPLE.items() if column.header != PLANNED}
        note = NO_PLANS + PEOPLE_NOTE
    return _tally_table("people", "人数和证书", columns, counted=counted, asked=asked, note=note)


def _tally_table(
    key: str,
    title: str,
    columns: TallyColumns,
    *,
    counted: Tallies,
    asked: Asked,
    note: str,
) -> FigureTable:
    def cells(label: str, tally: Tally) -> Cells:
        return (label, *(value(tally) for value in columns.values()))

    first = FigureColumn(str(asked.by.label), words=True)
    rows = [cells(line.label, line.tally) for line in counted.lines]
    return FigureTable(key, title, (first, *columns), rows, cells("合计", counted.total), note, NO_LINES)


def _stages(stages: list[Stage]) -> FigureTable:
    return FigureTable(
        "stages",
        "各环节用时",
        (
            FigureColumn("环节", words=True),
            FigureColumn("批次数"),
            FigureColumn("中位数（天）", drawn=True),
            FigureColumn("九成不超过（天）", drawn=True),
        ),
        [(stage.name, stage.batches, stage.median, stage.most) for stage in stages],
        note=STAGES_NOTE,
    )


def _returns(user: User, asked: Asked, history: BatchHistory) -> FigureTable:
    counts = {
        Returned.PLAN: returns(user, asked, Returned.PLAN).count() if asked.of_plans_too else None,
        Returned.BATCH: history.returned,
        Returned.ENROLMENT: returns(user, asked, Returned.ENROLMENT).count(),
        Returned.RESULTS: history.results_returned,
    }
    columns = (FigureColumn("退回事项", words=True), FigureColumn("退回次数", drawn=True))
    return FigureTable("returns", "退回", columns, [(str(kind.label), counts[kind]) for kind in Returned])


def _supervision(told: Supervision) -> list[FigureTable]:
    conclusions = (FigureColumn("督导结论", words=True), FigureColumn("报告数", drawn=True))
    columns = (
        FigureColumn("发现的问题（不符合项）", words=True),
        FigureColumn("类别", words=True),
        FigureColumn("发现次数", drawn=True),
        FigureColumn("已整改", drawn=True),
        FigureColumn("整改中"),
    )
    found = [(one.text, one.group, one.found, one.mended, one.open) for one in told.findings]
    return [
        FigureTable("supervision", "督导结论", conclusions, [*told.conclusions.items()]),
        FigureTable("findings", "督导发现的问题", columns, found, note=FINDINGS_NOTE, empty=NO_FINDINGS),
    ]
