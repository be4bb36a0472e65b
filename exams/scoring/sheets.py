"""The score sheet (成绩登记表) of a trade on paper: blank to fill in by hand, or filled (guide 4.7-3)."""

from collections.abc import Sequence
from dataclasses import replace

from batches.models import BatchItem
from candidates.models import Enrolment
from documents.sheets import EMPTY_DATE, Column, ColumnKind, FormSheet, Grid, Row, TableSheet, label, value
from documents.table_sheets import Pair
from documents.watermarks import practice_mark
from documents.wording import value_in_words
from exams.scoring.confirming import digest_of, last_confirmations
from exams.scoring.papers import BothPapers, papers_of, with_carried
from exams.scoring.sheet_columns import TITLE
from exams.seating.tickets import ticket_number
from exams.selectors import examined_of, scores_of
from ostami.clock import SHANGHAI

COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 5),
    Column("准考证号", width=13),
    Column("姓名", width=13),
    Column("证件号码", width=20),
    Column("理论成绩", width=9),
    Column("实操成绩", width=9),
    Column("评定成绩", width=9),
    Column("备注", width=12),
)
# High enough to write in by hand.
ROW_MM, SIGNATURE_MM = 9.0, 13.0
SIGNATURE_COLUMNS = (11, 9, 11, 9)


def score_sheet(item: BatchItem, *, blank: bool = False) -> TableSheet:
    """Return a trade's score sheet, signed by each examiner of its panel.

    Args:
        item: the trade and level.
        blank: leave the scores out, for examiners to write them in by hand.
    """
    people = examined_of(item)
    papers = papers_of(people)
    return TableSheet(
        title=f"{item.batch.get_scheme_display()}{TITLE}",
        tab=TITLE,
        columns=COLUMNS,
        rows=tuple(_row(one, papers[one.pk], blank=blank) for one in people),
        facts=(*_facts(item, people), *([] if blank else _confirmation(item, people))),
        signatures=_signatures(item),
        landscape=False,
        frozen_columns=3,
        watermark=practice_mark(),
        footer=f"{item.batch} {item}",
    )


def paper_sheet(sheet: TableSheet) -> FormSheet:
    """Return a score sheet for print: rows to write in, and a cell for each examiner's signature."""
    form = sheet.as_form()
    facts, grid = form.blocks[:2]
    assert isinstance(grid, Grid)  # noqa: S101  a list has its facts, its grid, its signatures
    rows = tuple(replace(line, height_mm=ROW_MM) for line in grid.rows)
    return replace(form, blocks=(facts, replace(grid, rows=rows), _signature_grid(sheet)), numbered=True)


def _signature_grid(sheet: TableSheet) -> Grid:
    """Return the signatures two a row."""
    cells = [(label(name), value(value_in_words(held))) for name, held in sheet.signatures]
    if len(cells) % 2:
        cells.append((label(""), value()))
    pairs = zip(cells[::2], cells[1::2], strict=True)
    return Grid(SIGNATURE_COLUMNS, tuple(Row((*left, *right), SIGNATURE_MM) for left, right in pairs))


def _row(enrolment: Enrolment, papers: BothPapers, *, blank: bool) -> tuple[str | int | None, ...]:
    scores = with_carried(scores_of(enrolment), papers)
    who = (
        enrolment.sequence,
        ticket_number(enrolment),
        enrolment.candidate.name,
        enrolment.candidate.masked_number,
    )
    notes = "；".join(f"{paper.kind.label}{paper.note}" for paper in papers.values() if paper.note)
    if blank:
        carried = [
            part if paper.carried is not None else ""
            for paper, part in zip(
                papers.values(), (scores.theory_words, scores.practical_words), strict=True
            )
        ]
        return (*who, *carried, "", notes)
    return (*who, scores.theory_words, scores.practical_words, scores.outcome, notes)


def _facts(item: BatchItem, people: Sequence[Enrolment]) -> tuple[Pair, ...]:
    organisation = item.batch.station.organisation
    return (
        ("考试站", f"{organisation.name}（{organisation.code}）"),
        ("批次号", item.batch.number),
        ("工种等级", str(item)),
        ("考试日期", item.batch.exam_date),
        ("人数", len(people)),
    )


def _confirmation(item: BatchItem, people: Sequence[Enrolment]) -> tuple[Pair, ...]:
    """Return who confirmed the scores as they are printed, if anybody did."""
    last = last_confirmations(item.batch).get(item.pk)
    if last is None or last.digest != digest_of(people):
        return (("复核", "未复核"),)
    at = last.confirmed_at.astimezone(SHANGHAI)
    return (("复核", f"{last.confirmed_by} {at:%Y-%m-%d %H:%M}"),)


def _signatures(item: BatchItem) -> tuple[Pair, ...]:
    """Return a line for each examiner's own hand."""
    leader, *others = item.panel
    return (
        (f"考评组长 {leader.person_name}（签字）", ""),
        *((f"考评员 {one.person_name}（签字）", "") for one in others),
        ("日期", EMPTY_DATE),
    )
