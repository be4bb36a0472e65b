"""The roster's section on a batch's page."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from candidates.models import Enrolment
from candidates.selectors import UNKNOWN_TO_PUBLIC, counts_by_status
from candidates.views.roster import TABS


@register_panel
def roster_panel(batch: Batch, user: User) -> Section | None:
    """Show how many enrolments wait and how many stand on the roster, once the batch was approved."""
    if batch.status in UNKNOWN_TO_PUBLIC or not user.has_right(Perm.ENROLMENT_VIEW):
        return None
    counts = counts_by_status(Enrolment.objects.visible_to(user).filter(batch=batch))
    return "candidates/panel.html", {"counts": [(label, counts[status]) for status, label in TABS]}
