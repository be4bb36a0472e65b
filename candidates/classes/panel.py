"""What the class list adds to a batch's page: how many were entered, and how many have a login."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from candidates.classes.listing import STATES, counted_states
from candidates.models import Activation
from candidates.selectors import UNKNOWN_TO_PUBLIC


@register_panel
def class_panel(batch: Batch, user: User) -> Section | None:
    """Show the class list's counts, once the batch was approved."""
    if batch.status in UNKNOWN_TO_PUBLIC or not user.has_right(Perm.CLASS_VIEW):
        return None
    counts = counted_states(Activation.objects.visible_to(user).filter(batch=batch))
    return "candidates/classes/panel.html", {
        "counts": [(STATES[key], number) for key, number in counts.items()]
    }
