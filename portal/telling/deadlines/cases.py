"""Deadlines of cases in hand: decisions, rectifications, trainings."""

from collections.abc import Iterator
from datetime import date, datetime, time

from accounts.models import Organisation
from batches.deciding.turns import turns_of
from batches.services.approval_reminding import cases_waiting
from examiners.models import Training
from examiners.models.trainings import TrainingStatus
from exams.models import SupervisionReport, SupervisionReportStatus
from ostami.clock import SHANGHAI
from portal.telling import addressees as to
from portal.telling.deadlines.items import AHEAD, Deadline, is_near


def decisions(today: date) -> Iterator[Deadline]:
    """Yield plans, batches and changes of date for whoever decides on them (guide 4.5.1-9)."""
    at = datetime.combine(today, time.min, SHANGHAI)
    for case, turn in turns_of(cases_waiting(), at=at):
        if turn is not None and is_near(turn.due, today):
            key, office = f"decision:{case._meta.label_lower}:{case.pk}", to.office(turn.organisation)  # noqa: SLF001
            yield Deadline(key, turn.due, f"办结{case}", office, case.get_absolute_url())


def rectifications(today: date) -> Iterator[Deadline]:
    """Yield what stations put right after a supervision."""
    asked = SupervisionReport.objects.filter(
        status=SupervisionReportStatus.RECTIFYING, rectify_by__range=(today, today + AHEAD)
    )
    for report in asked.select_related("assignment__batch__station__organisation").order_by("pk"):
        if report.rectify_by:
            office, what = to.office(report.audit_organisation), f"整改（{report.assignment.batch}）"
            yield Deadline(f"rectify:{report.pk}", report.rectify_by, what, office, report.get_absolute_url())


def trainings(today: date) -> Iterator[Deadline]:
    """Yield trainings for the offices whose people attend."""
    near = Training.objects.filter(status=TrainingStatus.OPEN, starts_on__range=(today, today + AHEAD))
    for training in near.order_by("starts_on", "pk"):
        sending = Organisation.objects.filter(examiner_applications__training_entries__training=training)
        offices = (one for office in sending.distinct().order_by("pk") for one in to.office(office))
        what, address = f"培训认证班{training}", training.get_absolute_url()
        yield Deadline(f"training:{training.pk}", training.starts_on, what, offices, address, "开班")
