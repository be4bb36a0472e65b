"""What a batch's page shows of its scores, and of supervisors."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section
from exams.dispatching import grown_unfit, not_dispatchable
from exams.models import SupervisionAssignment
from exams.selectors import WITH_ROSTER, score_summary
from exams.supervised import FLAGGED, in_range, people_of
from ostami import clock


def scores_panel(batch: Batch, user: User) -> Section | None:
    """Show how many stand where, with the way to the grid, once the roster is in."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.SCORE_VIEW):
        return None
    entering = batch.status == BatchStatus.ROSTER_SUBMITTED and user.has_right(Perm.SCORE_EDIT)
    return "exams/_panel.html", {"summary": score_summary(batch), "entering": entering}


def supervision_panel(batch: Batch, user: User) -> Section | None:
    """Show that a batch is in the draw's range, and that a supervisor comes; to management, who and why.

    The station and the branch read neither the name nor the draw.
    """
    live = SupervisionAssignment.objects.live().filter(batch=batch)
    flagged = batch.status in FLAGGED and in_range(people_of(batch))
    if not user.has_right(Perm.SUPERVISION_VIEW):
        ahead = batch.exam_date >= clock.today()
        coming = ahead and batch.status in FLAGGED and live.exists()
        return (
            ("exams/supervision/_station.html", {"flagged": flagged, "coming": coming})
            if flagged or coming
            else None
        )
    sent = list(live.select_related("supervisor__organisation", "draw", "batch__station__organisation"))
    may_send = user.has_right(Perm.SUPERVISION_DISPATCH) and not any(not_dispatchable(batch, at=clock.now()))
    if not (flagged or sent or may_send):
        return None
    facts = {
        "flagged": flagged,
        "sent": [(one, grown_unfit(one)) for one in sent],
        "drawn": getattr(batch, "drawn_for", None),
        "may_send": may_send,
    }
    return "exams/supervision/_panel.html", facts
