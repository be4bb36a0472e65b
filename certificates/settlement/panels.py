"""What a batch's page shows of its settlement."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from certificates.models import Settlement
from certificates.settlement.balance import balance_of
from certificates.settlement.bills import people_of
from exams.models import PUBLISHED
from exams.selectors import qualified


@register_panel
def settlement_panel(batch: Batch, user: User) -> Section | None:
    """Show what is due and paid; to management the way to open what is missing."""
    if not user.has_right(Perm.SETTLEMENT_VIEW):
        return None
    settlement = Settlement.objects.visible_to(user).filter(batch=batch).first()
    if settlement is not None:
        facts = {"balance": balance_of(settlement), "people": people_of(settlement)}
        return "certificates/settlement/_panel.html", {"settlement": settlement, **facts}
    lacking = batch.status in PUBLISHED and qualified(batch).exists()
    if lacking and user.has_right(Perm.SETTLEMENT_CONFIRM):
        return "certificates/settlement/_panel.html", {"settlement": None}
    return None
