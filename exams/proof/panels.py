"""What a batch's page shows of evidence."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section, register_panel
from exams.proof.selectors import checklist
from exams.selectors import WITH_ROSTER
from ostami import clock


@register_panel
def evidence_panel(batch: Batch, user: User) -> Section | None:
    """Show what is missing, trade by trade, with the way to the page, from the exam day on."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.EVIDENCE_VIEW):
        return None
    if clock.today() < batch.exam_date:
        return None
    keeping = batch.status == BatchStatus.ROSTER_SUBMITTED and user.has_right(Perm.EVIDENCE_EDIT)
    return "exams/evidence/_panel.html", {"items": checklist(batch), "keeping": keeping}
