"""Supervision reports as lists read them."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from exams.models import (
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
    SupervisionStatus,
)
from exams.selectors import WITH_ROSTER

# All that a report names.
JOINED = ("assignment__batch__station__organisation", "assignment__supervisor__organisation")


def overdue(reports: QuerySet[SupervisionReport], *, on: date) -> QuerySet[SupervisionReport]:
    """Return those whose rectification isn't in on the day after its last one, or later."""
    return reports.filter(status=SupervisionReportStatus.RECTIFYING, rectify_by__lt=on)


def unreported(user: User, *, on: date) -> QuerySet[SupervisionAssignment]:
    """Return the assignments to exams that were held by the day, without a report, the oldest first."""
    sent = SupervisionAssignment.objects.visible_to(user).filter(
        status=SupervisionStatus.ASSIGNED, batch__status__in=WITH_ROSTER, batch__exam_date__lte=on
    )
    joined = sent.select_related("batch__station__organisation", "supervisor__organisation")
    return joined.order_by("batch__exam_date", "pk")
