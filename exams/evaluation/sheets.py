"""The evaluation report as a paper, with all positions (guide 4.6-2)."""

from collections.abc import Iterator
from datetime import datetime

from documents.sheets import (
    EMPTY_DATE,
    Align,
    Cell,
    FormSheet,
    Grid,
    Heading,
    Row,
    VAlign,
    date_in_words,
    label,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from exams.evaluation.counts import ExamFigures, PaperFigures
from exams.evaluation.page import figures_on
from exams.evaluation.panel import others
from exams.evaluation.sections import written
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from ostami import clock
from ostami.clock import SHANGHAI

TITLE = "评价报告"
PAIRS = (28, 60, 28, 58)
COUNTS = (28, 15.5) * 4
PAPERS = (22, 19, 19, 19, 19, 19, 19, 38)
ONE = (32, 142)
POSITIONS = (30, 16, 92, 36)
SUMS = 2
LINE_MM, SECTION_MM, SIGNED_MM = 8.0, 11.0, 22.0
PAPER_HEADS = ("科目", "应考", "实考", "缺考", "请假", "违纪", "合格", "合格率（按实考）")


def evaluation_sheet(report: EvaluationReport) -> FormSheet:
    """Return a report that was issued, with its frozen figures and every position taken so far."""
    figures = figures_on(report)
    settled = report.status == ReportStatus.SETTLED
    return FormSheet(
        title=TITLE,
        subtitle=() if settled else ("（考评员意见尚未办结）",),
        blocks=(
            _head(report),
            Heading("一、考试情况"),
            _counts(figures),
            _papers(figures),
            Heading("二、考评组长报告"),
            Grid(ONE, (*(_section(name, text) for name, text in written(report)), _signed(report))),
            Heading("三、考评员意见"),
            Grid(POSITIONS, tuple(_positions(report))),
        ),
        watermark=practice_mark(),
        numbered=True,
        footer=f"{report.item.batch.number} {report.item}",
    )


def _head(report: EvaluationReport) -> Grid:
    item, batch = report.item, report.item.batch
    trade, level = f"{item.trade.name}（{item.trade.display_code}）", item.plan_item.level_label
    return Grid(
        PAIRS,
        (
            _pair("考试站", str(batch.station), "批次号", batch.number or ""),
            _pair("工种", trade, "等级", level),
            _pair("考试日期", date_in_words(batch.exam_date), "考试地点", batch.place),
            _pair("评价类别", batch.get_scheme_display(), "考生类型", batch.get_candidate_type_display()),
        ),
    )


def _pair(first: str, text: str, second: str, other: str) -> Row:
    return row(label(first), value(text), label(second), value(other), height_mm=LINE_MM)


def _counts(figures: ExamFigures) -> Grid:
    """Return everybody by what became of them: four figures a line, the two sums on the last."""
    single, sums = figures.people[:-SUMS], figures.people[-SUMS:]
    cells = [cell for name, count in single for cell in (label(name), value(count))]
    lines = [cells[start : start + len(COUNTS)] for start in range(0, len(cells), len(COUNTS))]
    lines.append([cell for name, count in sums for cell in (label(name), value(count, colspan=3))])
    return Grid(COUNTS, tuple(row(*line, height_mm=LINE_MM) for line in lines))


def _papers(figures: ExamFigures) -> Grid:
    head = row(*(label(name) for name in PAPER_HEADS), height_mm=LINE_MM, heading=True)
    return Grid(PAPERS, (head, *(_paper(name, paper) for name, paper in figures.papers)))


def _paper(name: str, paper: PaperFigures) -> Row:
    counts = (paper.expected, paper.sat, paper.absent, paper.excused, paper.misconduct, paper.passed)
    cells = (value(str(count)) for count in counts)
    return row(label(name), *cells, value(paper.rate), height_mm=LINE_MM)


def _section(name: str, text: str) -> Row:
    return row(label(name), _text(text), height_mm=SECTION_MM)


def _text(text: str) -> Cell:
    return value(text, align=Align.START, valign=VAlign.TOP)


def _signed(report: EvaluationReport) -> Row:
    chair = report.chair
    words = f"{chair.person_name}（证号 {chair.certificate_number}）{_when(report.issued_at)} 签发"
    if report.writer:
        words += f"\n管理站指定，代考评组长{report.item.leader.person_name}"
    day = clock.day_of(report.issued_at) if report.issued_at else None
    cell = signature(words, foot=f"（签字）        {date_in_words(day)}")
    return row(label("代考评组长" if report.writer else "考评组长"), cell, height_mm=SIGNED_MM)


def _positions(report: EvaluationReport) -> Iterator[Row]:
    heads = ("考评员", "意见", "说明", "签字、日期")
    yield row(*map(label, heads), height_mm=LINE_MM, heading=True)
    taken = {one.examiner_id: one for one in report.positions.all()}
    for examiner in others(report.item):
        named = f"{examiner.person_name}\n{examiner.certificate_number}"
        yield row(label(named), *_position(taken.get(examiner.pk)), height_mm=SIGNED_MM)


def _position(position: Position | None) -> tuple[Cell, Cell, Cell]:
    """Return what an examiner said and the leader answered, beside the place to sign."""
    if position is None:
        return value("未表态"), _text(""), signature("（签字）", foot=EMPTY_DATE)
    if position.stance == Stance.EXCUSED:
        return value("未表态"), _text(f"管理站准予免予表态：{position.text}"), value("—")
    said = [position.text or "无补充说明"]
    if position.answered_at:
        said.append(f"组长答复（{_when(position.answered_at)}）：{position.answer}")
    stance = value(position.get_stance_display())
    return stance, _text("\n".join(said)), signature("（签字）", foot=f"{clock.day_of(position.taken_at)}")


def _when(instant: datetime | None) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant else ""
