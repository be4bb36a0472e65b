"""What results need beside scores before they are handed in, made as bare rows."""

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from exams.evaluation.figures import figures_of
from exams.models import (
    DATED,
    REQUIRED_EVIDENCE,
    DateSource,
    EvaluationReport,
    ExamEvidence,
    ReportStatus,
    ScoreConfirmation,
)
from exams.scoring.confirming import digest_of
from exams.selectors import by_item, examined
from ostami import clock


def ready(batch: Batch) -> Batch:
    """Confirm the scores as they stand, settle every report, and add all evidence; again after a change."""
    login = batch.station.organisation.users.filter(role=Role.STATION).earliest("pk")
    for item, people in by_item(examined(batch)):
        confirm(item, people, by=login)
        settle(item, by=login)
        prove(item, by=login)
    return batch


def confirm(item: BatchItem, people: list[Enrolment], *, by: User) -> ScoreConfirmation:
    """Confirm a trade's scores, whoever entered them."""
    return ScoreConfirmation.objects.create(
        item=item, digest=digest_of(people), confirmed_by=by, confirmed_at=clock.now()
    )


def settle(item: BatchItem, *, by: User) -> EvaluationReport:
    """Make the trade's settled report, of the figures as they are."""
    EvaluationReport.objects.filter(item=item).delete()
    return EvaluationReport.objects.create(
        item=item,
        figures=figures_of(item).stored(),
        status=ReportStatus.SETTLED,
        issued_at=clock.now(),
        issued_by=by,
    )


def prove(item: BatchItem, *, by: User) -> None:
    """Add one piece of each evidence that is required; no file lies behind it."""
    ExamEvidence.objects.bulk_create(
        ExamEvidence(
            item=item,
            kind=kind,
            file=f"evidence/{item.pk}-{kind}.jpg",
            content_type="image/jpeg",
            name=f"{kind.label}.jpg",
            taken_on=item.batch.exam_date if kind in DATED else None,
            date_source=DateSource.CAMERA if kind in DATED else "",
            added_by=by,
            added_at=clock.now(),
        )
        for kind in REQUIRED_EVIDENCE
    )
