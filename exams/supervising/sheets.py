"""The supervision report as a paper, 督导报告."""

from collections.abc import Iterator, Sequence

from batches.models import Batch
from documents.pictures import photo_within
from documents.sheets import (
    Align,
    Block,
    Cell,
    FormSheet,
    Grid,
    Heading,
    Row,
    VAlign,
    date_in_words,
    label,
    portrait,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from exams.models import Session, SupervisionPhoto, SupervisionReport, SupervisionReportStatus
from exams.supervised import people_of
from exams.supervising.checklist import Finding, Group, findings
from exams.supervising.deadlines import overdue_words
from ostami import clock
from ostami.clock import SHANGHAI
from question_bank.paper_kinds import PaperKind

TITLE = "督导报告"
DRAFT_MARK = "草稿"
PAIRS = (28, 60, 28, 58)
ONE = (28, 146)
CHECKS = (14, 90, 16, 54)
LINE_MM, TEXT_MM, SIGNED_MM = 8.5, 20, 26
PHOTO_MM = (82, 62)


def report_sheet(
    report: SupervisionReport, *, photos: Sequence[SupervisionPhoto], with_rectification: bool
) -> FormSheet:
    """Return a report with its checklist, conclusion and photographs.

    Args:
        report: the report, its assignment's batch, station and supervisor joined.
        photos: those to print.
        with_rectification: whether what the station put right is printed too.
    """
    own = [one for one in photos if not one.of_rectification]
    after = [one for one in photos if one.of_rectification]
    blocks: list[Block] = [_head(report)]
    blocks += [block for group in findings(report.checks) for block in _checks(*group)]
    blocks += [Heading("结论"), _conclusion(report), *_pictures("现场照片", own)]
    if with_rectification and report.rectify_by is not None:
        blocks += [Heading("整改"), _rectification(report), *_pictures("整改照片", after)]
    draft = report.status == SupervisionReportStatus.DRAFT
    return FormSheet(
        title=TITLE,
        blocks=tuple(blocks),
        watermark=practice_mark(DRAFT_MARK if draft else None),
        numbered=True,
    )


def _head(report: SupervisionReport) -> Grid:
    batch, supervisor = report.assignment.batch, report.assignment.supervisor
    items = batch.items.select_related("plan_item__trade__occupation")
    return Grid(
        PAIRS,
        (
            _pair("考试站", str(batch.station), "机构编码", batch.station.code),
            _pair("批次号", batch.number or "", "考试日期", date_in_words(batch.exam_date)),
            _pair("考试地点", batch.place, "考生人数", f"{people_of(batch)} 人"),
            row(label("工种等级"), _text("、".join(map(str, items)), colspan=3), height_mm=LINE_MM),
            _pair(
                "理论时间", _times(batch, PaperKind.THEORY), "实操时间", _times(batch, PaperKind.PRACTICAL)
            ),
            _pair("督导员", supervisor.person_name, "督导员证号", supervisor.certificate_number),
        ),
    )


def _times(batch: Batch, kind: PaperKind) -> str:
    sessions = Session.objects.filter(batch=batch, kind=kind).order_by("number")
    return "、".join(f"{one.starts:%H:%M}" for one in sessions)


def _pair(first: str, text: str, second: str, other: str) -> Row:
    return row(label(first), value(text), label(second), value(other), height_mm=LINE_MM)


def _text(text: str, *, colspan: int = 1) -> Cell:
    return value(text, colspan=colspan, align=Align.START)


def _checks(group: Group, found: Sequence[Finding]) -> Iterator[Block]:
    heads = row(*map(label, ("序号", "检查内容", "结果", "备注")), height_mm=LINE_MM, heading=True)
    rows = [
        row(
            value(str(number)),
            _text(one.question.text),
            value(one.word if one.answer else ""),
            _text(one.remark),
            height_mm=LINE_MM,
        )
        for number, one in enumerate(found, start=1)
    ]
    yield Heading(group.title)
    yield Grid(CHECKS, (heads, *rows))


def _conclusion(report: SupervisionReport) -> Grid:
    lines = [_long("发现的问题", report.findings or "无"), _long("意见和建议", report.advice or "无")]
    last = f"，整改期限 {date_in_words(report.rectify_by)}" if report.rectify_by else ""
    lines.append(row(label("结论"), _text(report.get_conclusion_display() + last), height_mm=LINE_MM))
    supervisor = report.assignment.supervisor.person_name if report.reported_at else ""
    on = date_in_words(clock.day_of(report.reported_at) if report.reported_at else None)
    words = f"{supervisor}\n（平台提交）" if supervisor else ""
    lines.append(row(label("督导员签字"), signature(words, foot=on), height_mm=SIGNED_MM))
    return Grid(ONE, tuple(lines))


def _long(name: str, text: str) -> Row:
    return row(label(name), value(text, align=Align.START, valign=VAlign.TOP), height_mm=TEXT_MM)


def _rectification(report: SupervisionReport) -> Grid:
    at = report.rectified_at.astimezone(SHANGHAI) if report.rectified_at else None
    told = [f"{at:%Y-%m-%d %H:%M}" if at else "", overdue_words(report, on=clock.today())]
    lines = (
        _long("整改情况", report.rectification or "未填写"),
        row(label("提交时间"), _text("，".join(filter(None, told))), height_mm=LINE_MM),
        row(label("办理状态"), _text(report.get_status_display()), height_mm=LINE_MM),
    )
    return Grid(ONE, lines)


def _pictures(title: str, photos: Sequence[SupervisionPhoto]) -> Iterator[Block]:
    if not photos:
        return
    yield Heading(title)
    for start in range(0, len(photos), 2):
        both = [*photos[start : start + 2], None][:2]
        cells, words = zip(*(_picture(one) for one in both), strict=True)
        yield Grid((1, 1), (row(*cells, height_mm=PHOTO_MM[1] + 4), row(*words, height_mm=LINE_MM)))


def _picture(photo: SupervisionPhoto | None) -> tuple[Cell, Cell]:
    if photo is None:
        return portrait(None, text=""), value("")
    with photo.file.open("rb") as file:
        content = file.read()
    printed = photo_within(content, width_mm=PHOTO_MM[0], height_mm=PHOTO_MM[1])
    return portrait(printed, text=str(photo)), value(photo.caption)
