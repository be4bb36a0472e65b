"""Mail to the examiners of a panel about their evaluation report; no candidate is named."""

from typing import Any

from accounts.mail import send_mail_to
from examiners.models import Examiner
from exams.evaluation.panel import others
from exams.models import EvaluationReport, Position
from workflow.lifecycle import Step


def tell_issued(step: Step[EvaluationReport]) -> None:
    """Tell every other examiner that the report waits for the own position."""
    for one in others(step.case.item):
        _send(one, step.case, subject="评价报告待表态通知", template="exams/mail/evaluation_issued.txt")


def tell_opposed(position: Position) -> None:
    """Tell the leader that an opposition waits for an answer."""
    report = position.report
    _send(
        report.chair,
        report,
        subject="评价报告反对意见通知",
        template="exams/mail/evaluation_opposed.txt",
        position=position,
    )


def tell_reopened(step: Step[EvaluationReport]) -> None:
    """Tell the leader that the report was sent back, and why."""
    _send(
        step.case.chair,
        step.case,
        subject="评价报告退回通知",
        template="exams/mail/evaluation_reopened.txt",
        reason=step.reason,
    )


def _send(examiner: Examiner, report: EvaluationReport, *, subject: str, template: str, **told: Any) -> None:
    """Send to the examiner's mailbox; one without a mailbox reads it in the portal."""
    if not examiner.email:
        return
    batch = report.item.batch
    context = {
        "examiner": examiner,
        "report": report,
        "item": report.item,
        "batch": batch,
        "station": batch.station,
        **told,
    }
    send_mail_to(address=examiner.email, subject=subject, template=template, context=context)
