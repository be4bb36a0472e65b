"""What a batch's page shows of attendance."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section, register_panel
from exams.attending.selectors import total_of
from exams.selectors import WITH_ROSTER
from ostami import clock
from question_bank.paper_kinds import PaperKind


@register_panel
def attendance_panel(batch: Batch, user: User) -> Section | None:
    """Show who came to which paper, with the way to record it, from the exam day on."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.ATTENDANCE_VIEW):
        return None
    if clock.today() < batch.exam_date:
        return None
    recording = batch.status == BatchStatus.ROSTER_SUBMITTED and user.has_right(Perm.ATTENDANCE_EDIT)
    papers = [(kind, total_of(batch, kind)) for kind in PaperKind]
    return "exams/attendance/_panel.html", {"papers": papers, "recording": recording}
