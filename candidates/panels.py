"""What candidates add to a batch's pages: the roster's section, and what to know before a batch is moved."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_consequence, register_panel
from candidates.models import Enrolment, EnrolmentStatus
from candidates.rosters.warnings import warnings_of
from candidates.selectors import UNKNOWN_TO_PUBLIC, counts_by_status, roster_of
from candidates.views.roster import TABS


@register_panel
def roster_panel(batch: Batch, user: User) -> Section | None:
    """Show how many enrolments wait and how many stand on the roster, once the batch was approved."""
    if batch.status in UNKNOWN_TO_PUBLIC or not user.has_right(Perm.ENROLMENT_VIEW):
        return None
    counts = counts_by_status(Enrolment.objects.visible_to(user).filter(batch=batch))
    return "candidates/panel.html", {"counts": [(label, counts[status]) for status, label in TABS]}


@register_consequence("submit_roster")
def frozen_when_submitted(batch: Batch, user: User) -> Section | None:
    """Say who is about to be frozen, who can't come any more, and once more what is odd about them."""
    counts = counts_by_status(Enrolment.objects.filter(batch=batch))
    facts = {
        "people": roster_of(batch).count(),
        "roster_warnings": warnings_of(batch, user=user),
        "returned": counts[EnrolmentStatus.RETURNED],
        "drafts": counts[EnrolmentStatus.DRAFT],
    }
    return "candidates/freeze.html", {**facts, "batch": batch}


@register_consequence("cancel")
def told_of_cancellation(batch: Batch, user: User) -> Section | None:
    """Say how many have enrolled, how many of them stand on the roster, and that they are told the reason."""
    enrolments = Enrolment.objects.visible_to(user).filter(batch=batch)
    people, accepted = enrolments.handed_in().count(), enrolments.accepted().count()
    return "candidates/cancel.html", {"people": people, "accepted": accepted}
