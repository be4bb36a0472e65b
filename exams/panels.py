"""What a batch's page shows of its scores."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.panels import Section
from exams.models import PUBLISHED
from exams.selectors import score_summary

WITH_ROSTER = (BatchStatus.ROSTER_SUBMITTED, BatchStatus.RESULTS_SUBMITTED, *PUBLISHED)


def scores_panel(batch: Batch, user: User) -> Section | None:
    """Show how many stand where, with the way to the grid, once the roster is in."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.SCORE_VIEW):
        return None
    entering = batch.status == BatchStatus.ROSTER_SUBMITTED and user.has_right(Perm.SCORE_EDIT)
    return "exams/_panel.html", {"summary": score_summary(batch), "entering": entering}
