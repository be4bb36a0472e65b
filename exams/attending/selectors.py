"""Reading who came to which paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from batches.models import Batch
from candidates.models import Enrolment, EnrolmentQuerySet
from exams.models import UNSCORED, Attendance, AttendanceState
from exams.selectors import examined
from question_bank.paper_kinds import PaperKind
from workflow.models import AuditEvent, AuditEventQuerySet


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """How many of an item's people stood how at one paper.

    Attributes:
        due: who had to sit it (应考): the roster without those who carry its score from an earlier exam.
        present: who sat it (实考).
        absent: who stayed away (缺考).
        excused: who was excused (请假).
        misconduct: who was excluded (违纪).
    """

    due: int = 0
    present: int = 0
    absent: int = 0
    excused: int = 0
    misconduct: int = 0

    @property
    def open(self) -> int:
        """Of how many nothing was recorded yet."""
        return self.due - self.present - self.absent - self.excused - self.misconduct

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The figures with their words, as a summary shows them."""
        named = [
            ("应考", self.due),
            ("实考", self.present),
            ("缺考", self.absent),
            ("请假", self.excused),
            ("违纪", self.misconduct),
        ]
        return [*named, ("未登记", self.open)] if self.open else named

    def __add__(self, other: "AttendanceFigures") -> "AttendanceFigures":
        return AttendanceFigures(
            self.due + other.due,
            self.present + other.present,
            self.absent + other.absent,
            self.excused + other.excused,
            self.misconduct + other.misconduct,
        )


def due(batch: Batch, kind: PaperKind) -> EnrolmentQuerySet:
    """Return the candidates who have to sit a paper, in roster order."""
    return examined(batch).exclude(carried__kind=kind)


def recorded(batch: Batch, kind: PaperKind) -> dict[int, Attendance]:
    """Return what was recorded of one paper, by enrolment id."""
    rows = Attendance.objects.filter(enrolment__batch=batch, kind=kind).select_related("recorded_by")
    return {row.enrolment_id: row for row in rows}


def unscored(batch: Batch) -> dict[tuple[int, str], Attendance]:
    """Return the attendance that lets a paper have no score, by enrolment id and kind of paper."""
    rows = Attendance.objects.filter(enrolment__batch=batch, state__in=UNSCORED)
    return {(row.enrolment_id, row.kind): row for row in rows}


def attendance_of(batch: Batch) -> dict[tuple[int, PaperKind], AttendanceFigures]:
    """Return the figures by batch item's id and kind of paper, for every item with people on the roster."""
    return {(item, kind): figures for kind in PaperKind for item, figures in _of_paper(batch, kind).items()}


def total_of(batch: Batch, kind: PaperKind) -> AttendanceFigures:
    """Return the figures of one paper over all trades."""
    return sum(_of_paper(batch, kind).values(), AttendanceFigures())


def _of_paper(batch: Batch, kind: PaperKind) -> dict[int, AttendanceFigures]:
    people = Enrolment.objects.filter(batch=batch).accepted().order_by().exclude(carried__kind=kind)
    counted = {
        state.value: Count("pk", Q(attendance__state=state, attendance__kind=kind), distinct=True)
        for state in AttendanceState
    }
    rows: Any = people.values("batch_item").annotate(due=Count("pk", distinct=True), **counted)
    return {row["batch_item"]: _figures(row) for row in rows}


def _figures(row: Mapping[str, int]) -> AttendanceFigures:
    states = {state.value: row[state.value] for state in AttendanceState}
    return AttendanceFigures(due=row["due"], **states)


def attendance_events(batch: Batch, kind: PaperKind) -> AuditEventQuerySet:
    """Return what was recorded and corrected of one paper, newest first."""
    model = ContentType.objects.get_for_model(Attendance)
    rows = Attendance.objects.filter(enrolment__batch=batch, kind=kind).values("pk")
    return AuditEvent.objects.filter(object_type=model, object_id__in=rows).order_by("-pk")
