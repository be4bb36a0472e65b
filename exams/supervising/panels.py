"""What a batch's page shows of supervision reports, and of the letter that announces one."""

from typing import Any

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from exams.models import SupervisionAssignment, SupervisionReport, SupervisionReportStatus
from exams.supervised import FLAGGED
from exams.supervising.deadlines import overdue_words
from exams.supervising.letters import names_open
from ostami import clock


@register_panel
def reports_panel(batch: Batch, user: User) -> Section | None:
    """Show the letter, and from the exam day on where each report stands; who comes, no sooner."""
    live = SupervisionAssignment.objects.live().filter(batch=batch)
    sent = list(live.select_related("report", "supervisor").order_by("pk"))
    if not sent or not user.has_right(Perm.SUPERVISION_REPORT_VIEW):
        return None
    today = clock.today()
    held = names_open(batch, on=today)
    letter = batch.status in FLAGGED or held
    reports = [_row(one, today) for one in sent] if held else []
    return "exams/supervision_reports/_panel.html", {"letter": letter, "reports": reports}


def _row(assignment: SupervisionAssignment, today: Any) -> dict[str, Any]:
    report: SupervisionReport | None = getattr(assignment, "report", None)
    handed_in = report is not None and report.status != SupervisionReportStatus.DRAFT
    shown = report if handed_in else None
    overdue = overdue_words(report, on=today) if report and handed_in else ""
    return {"supervisor": assignment.supervisor, "report": shown, "overdue": overdue}
