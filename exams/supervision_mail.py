"""Mail to supervisors about the exams that they are sent to; no candidate is named."""

from accounts.mail import send_mail_to
from batches.models import Batch, DateChange
from exams.models import SupervisionAssignment
from workflow.lifecycle import Step


def tell_assigned(assignment: SupervisionAssignment) -> None:
    """Tell a supervisor where and when to go."""
    _send(assignment, subject="督考任务通知", template="exams/mail/supervision_assigned.txt")


def tell_recalled(step: Step[SupervisionAssignment]) -> None:
    """Tell a supervisor not to go, and why."""
    _send(
        step.case,
        subject="督考任务撤回通知",
        template="exams/mail/supervision_recalled.txt",
        reason=step.reason,
    )


def tell_cancelled(step: Step[Batch]) -> None:
    """Tell everybody sent to a batch that its exam won't take place."""
    for assignment in _sent_to(step.case):
        _send(
            assignment,
            subject="督考批次取消通知",
            template="exams/mail/supervision_cancelled.txt",
            reason=step.reason,
        )


def tell_date_changed(step: Step[DateChange]) -> None:
    """Tell everybody sent to a batch that its exam is held on another day."""
    change = step.case
    for assignment in _sent_to(change.batch):
        _send(
            assignment,
            subject="督考批次考试日期调整通知",
            template="exams/mail/supervision_date_changed.txt",
            change=change,
        )


def _sent_to(batch: Batch) -> list[SupervisionAssignment]:
    live = SupervisionAssignment.objects.live().filter(batch=batch)
    return list(live.select_related("batch__station__organisation", "supervisor__organisation"))


def _send(assignment: SupervisionAssignment, *, subject: str, template: str, **told: object) -> None:
    """Send to the supervisor's mailbox; one without a mailbox reads it in the portal."""
    supervisor, batch = assignment.supervisor, assignment.batch
    if supervisor.email:
        context = {"supervisor": supervisor, "batch": batch, "station": batch.station, **told}
        send_mail_to(address=supervisor.email, subject=subject, template=template, context=context)
