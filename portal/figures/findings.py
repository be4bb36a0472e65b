"""What supervisors found, point by point of their checklist, and whether it was put right."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from accounts.models import User
from exams.models import Conclusion, SupervisionReport, SupervisionReportStatus
from exams.supervising.checklist import CHECKLIST, QUESTIONS, Answer
from portal.figures import scope
from portal.figures.asked import Asked

MENDED = Q(status=SupervisionReportStatus.CLOSED, rectified_at__isnull=False)
OPEN = Q(status__in=(SupervisionReportStatus.RECTIFYING, SupervisionReportStatus.RECTIFIED)) | Q(
    status=SupervisionReportStatus.REPORTED, conclusion=Conclusion.RECTIFY
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A point of the checklist that wasn't as it should be: how often, and in how many reports put right."""

    group: str
    text: str
    found: int
    mended: int
    open: int


@dataclass(frozen=True, slots=True)
class Supervision:
    """How many reports came to which conclusion, and the points that were found, the most frequent first."""

    conclusions: dict[str, int]
    findings: list[Finding]


def supervision(user: User, asked: Asked) -> Supervision:
    """Count the reports that `user` sees: one grouped query."""
    of_batches = SupervisionReport.objects.visible_to(user).filter(
        assignment__batch__in=scope.batches(user, asked)
    )
    state = Case(When(MENDED, then=Value("mended")), When(OPEN, then=Value("open")), default=Value("none"))
    wrong = {one.key: Count("pk", Q(**{f"checks__{one.key}__answer": Answer.NO})) for one in QUESTIONS}
    rows = of_batches.order_by().annotate(state=state).values("state", "conclusion")
    counted: list[Any] = list(rows.annotate(reports=Count("pk"), **wrong))
    told: Counter[str] = Counter()
    for row in counted:
        told[row["conclusion"]] += row["reports"]
    return Supervision({str(one.label): told[one] for one in Conclusion}, _findings(counted))


def _findings(counted: list[Any]) -> list[Finding]:
    found = [
        Finding(
            group.title,
            one.text,
            sum(row[one.key] for row in counted),
            sum(row[one.key] for row in counted if row["state"] == "mended"),
            sum(row[one.key] for row in counted if row["state"] == "open"),
        )
        for group in CHECKLIST
        for one in group.questions
    ]
    return sorted((one for one in found if one.found), key=lambda one: -one.found)
