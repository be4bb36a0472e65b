"""What a batch's page shows of the way of its certificates."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from certificates.models import Certificate, CertificateStatus, Shipment
from certificates.posting.handing_over import not_collected
from certificates.posting.shipping import unsent
from certificates.services import CERTIFIED


@register_panel
def posting_panel(batch: Batch, user: User) -> Section | None:
    """Show parcels, and how many certificates are unsent, wait at the station, and were taken."""
    if batch.status not in CERTIFIED or not user.has_right(Perm.SHIPMENT_VIEW):
        return None
    taken = Certificate.objects.filter(enrolment__batch=batch, status=CertificateStatus.RECEIVED)
    return "certificates/posting/_panel.html", {
        "shipments": list(Shipment.objects.visible_to(user).filter(batch=batch)),
        "unsent": unsent(batch).count(),
        "not_collected": not_collected(batch).count(),
        "taken": taken.count(),
        "may_ship": user.has_right(Perm.SHIP),
    }
