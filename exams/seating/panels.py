"""What a batch's page shows of seats."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section, register_panel
from exams.seating import jobs as _jobs  # noqa: F401  registers the job
from exams.seating.reading import arrangement_of, kind_states
from exams.selectors import WITH_ROSTER


@register_panel
def seating_panel(batch: Batch, user: User) -> Section | None:
    """Show how many have a seat for each paper, with the way to the seats, once the roster is in."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.ARRANGEMENT_VIEW):
        return None
    arranging = batch.status == BatchStatus.ROSTER_SUBMITTED and user.has_right(Perm.ARRANGEMENT_EDIT)
    facts = {"states": kind_states(batch), "arrangement": arrangement_of(batch), "arranging": arranging}
    return "exams/seating/_panel.html", facts
