"""The exam's day and after in the access matrix's world: a row of each kind, made as bare rows."""

from dataclasses import dataclass
from datetime import date, time

from django.core.files.base import ContentFile

from accounts.models import User
from batches.models import Batch
from exams.models import (
    Arrangement,
    EvaluationReport,
    EvidenceDisposal,
    EvidenceKind,
    ExamEvidence,
    Objection,
    Position,
    PublicNotice,
    Room,
    ScoreReview,
    Seat,
    Session,
    SessionRoom,
    Stance,
    SupervisionAssignment,
    SupervisionPhoto,
    SupervisionReport,
    SupervisionReportStatus,
)
from question_bank.paper_kinds import PaperKind
from tests.factories import exam


@dataclass(frozen=True)
class ExamDay:
    """Rows of a certified batch, and a supervisor's report on another one."""

    room: Room
    session: Session
    place: SessionRoom
    evidence: ExamEvidence
    evaluation: EvaluationReport
    position: Position
    report: SupervisionReport
    photo: SupervisionPhoto
    notice: PublicNotice
    objection: Objection
    review: ScoreReview
    disposal: EvidenceDisposal


def build(batch: Batch, assignment: SupervisionAssignment, login: User) -> ExamDay:
    """Make the rows; the batch has one candidate, who is seated and asks for a review."""
    at = exam.noon(batch.exam_date)
    item, enrolment = batch.items.get(), batch.enrolments.get()
    room = Room.objects.create(station=batch.station, name="101", kind=PaperKind.THEORY, capacity=30)
    session = Session.objects.create(batch=batch, kind=PaperKind.THEORY, number=1, starts=time(9), minutes=90)
    place = SessionRoom.objects.create(session=session, room=room)
    Arrangement.objects.create(batch=batch, published_at=at, published_by=login)
    Seat.objects.create(place=place, enrolment=enrolment, kind=PaperKind.THEORY, number=1)
    evaluation = EvaluationReport.objects.get(item=item)
    other = item.panel[-1]
    report = SupervisionReport.objects.create(
        assignment=assignment, status=SupervisionReportStatus.REPORTED, reported_at=at
    )
    notice = PublicNotice.objects.create(batch=batch, opens_on=date(2026, 7, 13), closes_on=date(2026, 7, 17))
    objection = Objection.objects.create(
        notice=notice, name="过路人", contact="13900000000", text="请核对。", raised_at=at
    )
    review = ScoreReview.objects.create(
        enrolment=enrolment, kind=PaperKind.THEORY, reason="请核对。", asked_at=at
    )
    return ExamDay(
        room=room,
        session=session,
        place=place,
        evidence=_evidence(batch),
        evaluation=evaluation,
        position=Position.objects.create(
            report=evaluation, examiner=other, stance=Stance.OPPOSE, text="不同意。", taken_at=at
        ),
        report=report,
        photo=_photo(report),
        notice=notice,
        objection=objection,
        review=review,
        disposal=EvidenceDisposal.objects.create(
            batch=batch, kind=EvidenceKind.OTHER, reason="到期", proposed_by=login, proposed_at=at
        ),
    )


def _evidence(batch: Batch) -> ExamEvidence:
    row: ExamEvidence = ExamEvidence.objects.filter(
        item__batch=batch, kind=EvidenceKind.THEORY_ROOM
    ).earliest("pk")
    row.file.save("hall.jpg", ContentFile(exam.picture()))
    return row


def _photo(report: SupervisionReport) -> SupervisionPhoto:
    row = SupervisionPhoto(
        report=report, content_type="image/jpeg", added_at=exam.noon(report.assignment.batch.exam_date)
    )
    row.file.save("hall.jpg", ContentFile(exam.picture()), save=False)
    row.save()
    return row
