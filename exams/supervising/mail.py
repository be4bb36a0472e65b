"""Mail to a station about what it has to put right; no candidate is named."""

from accounts.mail import send_mail_to
from exams.models import SupervisionReport
from workflow.lifecycle import Step


def tell_rectify(step: Step[SupervisionReport]) -> None:
    """Tell a station until when something is to be put right; what, it reads in the portal."""
    report = step.case
    batch = report.assignment.batch
    if address := batch.station.organisation.email:
        send_mail_to(
            address=address,
            subject="督导整改通知",
            template="exams/mail/supervision_rectify.txt",
            context={
                "batch": batch,
                "station": batch.station,
                "rectify_by": report.rectify_by,
                "reason": step.reason,
            },
        )
