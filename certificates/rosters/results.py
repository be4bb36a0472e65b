"""The results list (考试成绩单) of a batch: everybody on its roster with both papers and the grade."""

from collections.abc import Iterator

from django.db.models import Prefetch

from batches.models import Batch
from candidates.models import Enrolment
from certificates.rosters.standing import last_certificate, note_of
from documents.sheets import Column, ColumnKind, TableSheet, TableValue
from documents.watermarks import practice_mark
from exams.models import UNSCORED, Attendance
from exams.scores import ABSENT
from exams.seating.tickets import ticket_number
from exams.selectors import carried_notes, examined, scores_of
from question_bank.paper_kinds import PaperKind

TITLE = "考试成绩单"
COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("准考证号", width=15),
    Column("姓名", width=14),
    Column("证件号码", width=22),
    Column("工种等级", width=26),
    Column("理论成绩", ColumnKind.NUMBER, 10),
    Column("实操成绩", ColumnKind.NUMBER, 10),
    Column("评定成绩", width=10),
    Column("备注", width=30),
)


def results_list(batch: Batch) -> TableSheet:
    """Return the results of a batch in roster order, document numbers masked (guide 4.6-1).

    Name, document and scores of somebody with a certificate are those that it prints.

    Args:
        batch: one whose results were approved, its station's organisation joined.
    """
    missed = Prefetch("attendance", Attendance.objects.filter(state__in=UNSCORED), to_attr="missed")
    roster = examined(batch).select_related("carried__source__batch")
    people = list(roster.prefetch_related(missed, "certificates"))
    return TableSheet(
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(_row(number, one) for number, one in enumerate(people, start=1)),
        facts=facts_of(batch, len(people)),
        signatures=(("制表人", ""), ("负责人", ""), ("日期", None)),
        frozen_columns=3,
        watermark=practice_mark(),
    )


def facts_of(batch: Batch, people: int) -> tuple[tuple[str, TableValue], ...]:
    """Return what stands above a list of a batch's people."""
    return (
        ("考试站", str(batch.station)),
        ("机构编码", batch.station.code),
        ("批次号", batch.number or ""),
        ("考试日期", batch.exam_date),
        ("人数", people),
    )


def _row(number: int, enrolment: Enrolment) -> tuple[TableValue, ...]:
    return (
        number,
        ticket_number(enrolment),
        *_person(enrolment),
        "；".join(_notes(enrolment)),
    )


def _person(enrolment: Enrolment) -> tuple[TableValue, ...]:
    """Return name, document, trade and scores as they were printed, else as they were entered."""
    last, item = last_certificate(enrolment), str(enrolment.batch_item)
    if last:
        return (last.holder_name, last.masked_number, item, last.theory, last.practical, last.grade)
    candidate, scores = enrolment.candidate, scores_of(enrolment)
    return (
        candidate.name,
        candidate.masked_number,
        item,
        scores.theory,
        scores.practical,
        scores.outcome,
    )


def _notes(enrolment: Enrolment) -> Iterator[str]:
    """Yield which paper was missed and how, which score was carried, and what became of certificates."""
    scores = scores_of(enrolment)
    missed: list[Attendance] = enrolment.missed  # type: ignore[attr-defined]  # prefetched
    how = {row.kind: row.get_state_display() for row in missed}
    for kind in PaperKind:
        if getattr(scores, f"{kind}_absent"):
            yield f"{kind.label}{how.get(kind, ABSENT)}"
    for carried, words in carried_notes(enrolment).items():
        yield f"{PaperKind(carried).label}为{words}"
    if note := note_of(enrolment):
        yield note
