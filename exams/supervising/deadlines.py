"""Until when a station puts right what was found, and how far beyond it is."""

from datetime import date

from exams.models import SupervisionReport, SupervisionReportStatus
from ostami import clock


def days_over(report: SupervisionReport, *, on: date) -> int:
    """Return by how many days a rectification is, or was, late; 0 on its last day and before.

    Args:
        report: the report that asks for it.
        on: the day by which it is judged while the station hasn't handed in.
    """
    if report.rectify_by is None:
        return 0
    if report.status == SupervisionReportStatus.RECTIFYING:
        day = on
    elif report.rectified_at is not None:
        day = clock.day_of(report.rectified_at)
    else:
        return 0
    return max(0, (day - report.rectify_by).days)


def overdue_words(report: SupervisionReport, *, on: date) -> str:
    """Return that in words, or nothing."""
    days = days_over(report, on=on)
    if not days:
        return ""
    waiting = report.status == SupervisionReportStatus.RECTIFYING
    return f"整改已逾期 {days} 天" if waiting else f"整改逾期 {days} 天提交"
