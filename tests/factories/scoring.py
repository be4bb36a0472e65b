"""Scores on their way: a second person at the station, sheets filled in, marks given."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment
from documents.keeping import keep_table
from documents.models import TableUpload
from documents.table_import import template_workbook
from exams.models import Attendance, AttendanceState, CarriedScore, ScoreConfirmation
from exams.scores import Scores
from exams.scoring.confirming import digest_of
from exams.scoring.sheet_columns import filled_rows, score_sheet_import
from exams.selectors import examined
from exams.services import ScoreEntry, confirm_scores, record_scores
from ostami import clock
from question_bank.paper_kinds import PaperKind
from tests.factories import crowds, people

PER_BIRTHDAY = 500
COLUMNS = {"theory": "F", "theory_absent": "G", "practical": "H", "practical_absent": "I"}


def colleague(batch: Batch, name: str = "周复核") -> User:
    """Another person of the batch's station."""
    return people.user(f"station-{name}", Role.STATION, batch.station.organisation, person_name=name)


def scores(theory: str | None = None, practical: str | None = None) -> Scores:
    """Two papers as people write them: ``85``, ``缺考``, or None while open."""
    away = (theory == "缺考", practical == "缺考")
    values = [None if text in {None, "缺考"} else Decimal(text or 0) for text in (theory, practical)]
    return Scores(values[0], values[1], *away)


def enter(batch: Batch, *rows: tuple[str | None, str | None], by: User, **more: Any) -> None:
    """Record the scores of the roster in its order."""
    entries = [ScoreEntry(one.pk, scores(*row)) for one, row in zip(examined(batch), rows, strict=True)]
    record_scores(batch=batch, actor=by, entries=entries, at=clock.now(), **more)


def confirm(item: BatchItem, by: User) -> ScoreConfirmation:
    """Let somebody find the scores as they stand right."""
    digest = digest_of(examined(item.batch).filter(batch_item=item))
    return confirm_scores(item=item, seen=digest, actor=by, at=clock.now())


def stood(batch: Batch, name: str, kind: PaperKind, state: AttendanceState, by: User) -> Attendance:
    """Record how somebody stood at a paper, without what follows for the scores."""
    return Attendance.objects.create(
        enrolment=batch.enrolments.get(candidate__name=name),
        kind=kind,
        state=state,
        note="情况说明",
        recorded_by=by,
        recorded_at=clock.now(),
    )


def carry(batch: Batch, name: str, kind: PaperKind, score: str, by: User) -> CarriedScore:
    """Let somebody carry a paper's score from an earlier exam."""
    enrolment = batch.enrolments.get(candidate__name=name)
    return CarriedScore.objects.create(
        enrolment=enrolment,
        source=enrolment,
        kind=kind,
        score=Decimal(score),
        granted_by=by,
        granted_at=clock.now(),
    )


def sheet(batch: Batch, *rows: Mapping[str, object]) -> bytes:
    """The batch's score sheet with these cells filled in, a row a candidate in roster order.

    Keys are those of `COLUMNS`, or a column's letter.
    """
    content = template_workbook(score_sheet_import(), filled_rows(list(examined(batch))))
    return edited(content, {f"{COLUMNS.get(key, key)}{number}": value for number, key, value in _cells(rows)})


def _cells(rows: Iterable[Mapping[str, object]]) -> Iterable[tuple[int, str, object]]:
    return ((number, key, value) for number, row in enumerate(rows, start=2) for key, value in row.items())


def edited(content: bytes, cells: Mapping[str, object]) -> bytes:
    """A workbook with some cells of its first tab changed."""
    workbook: Any = load_workbook(BytesIO(content))
    for place, value in cells.items():
        workbook.worksheets[0][place].value = value
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def kept(batch: Batch, content: bytes, by: User) -> TableUpload:
    """A sheet that was sent to the batch's import page."""
    page = f"/exams/batch/{batch.pk}/scores/import/"
    return keep_table(owner=by, kind=page, content=content, name="成绩.xlsx")


def grown(batch: Batch, number: int) -> None:
    """Let a batch's roster have `number` more people like its first, made in a few statements."""
    pattern = batch.enrolments.accepted().select_related("candidate__user").earliest("sequence")
    last = batch.enrolments.latest("sequence").sequence or 0
    Enrolment.objects.bulk_create(
        crowds.copied(pattern, candidate=person, sequence=last + place, form_code=None)
        for place, person in enumerate(_crowd(pattern.candidate, number), start=1)
    )


def _crowd(like: Candidate, number: int) -> Iterable[Candidate]:
    """Return many people: document numbers of one birthday are few, so they have many birthdays."""
    for start in range(0, number, PER_BIRTHDAY):
        like.birth_date -= timedelta(days=1)
        like.user.username = f"批量{start}"
        yield from crowds.crowd(like, min(PER_BIRTHDAY, number - start))
