"""What a batch's page shows of its certificates."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section
from certificates.models import Certificate
from certificates.services import CERTIFIED, nothing_to_print
from exams.models import PUBLISHED
from exams.selectors import qualified


def certificates_panel(batch: Batch, user: User) -> Section | None:
    """Show the qualified roster and the certificates once the results are approved."""
    if batch.status not in PUBLISHED or not user.has_right(Perm.CERTIFICATE_VIEW):
        return None
    issued = Certificate.objects.visible_to(user).filter(enrolment__batch=batch)
    return "certificates/_panel.html", {
        "qualified": qualified(batch).count(),
        "certified": batch.status in CERTIFIED,
        "issued": issued.count(),
        "roster_allowed": user.has_right(Perm.QUALIFIED_ROSTER),
        "printable": user.has_right(Perm.CERTIFICATE_PRINT) and not any(nothing_to_print(batch)),
    }
