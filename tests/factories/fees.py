"""What certificates cost in tests."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from batches.models import Batch
from certificates.models import Fee, Settlement, SettlementStatus
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level

LONG_AGO = date(2020, 1, 1)


def free(management: User) -> None:
    """Certificates cost nothing, so that their settlements are confirmed at once; where no fee is set."""
    if not Fee.objects.exists():
        Fee.objects.bulk_create(
            fee(management, "0", scheme=scheme, level=level) for scheme in Scheme for level in Level
        )


def settled(batch: Batch, at: datetime) -> Settlement:
    """A confirmed settlement of nothing, as a bare row."""
    return Settlement.objects.create(
        batch=batch, lines=[], total=0, opened_at=at, confirmed_at=at, status=SettlementStatus.CONFIRMED
    )


def fee(
    management: User,
    amount: str,
    *,
    scheme: str = Scheme.ABILITY,
    level: int = Level.FOUR,
    valid_from: date = LONG_AGO,
) -> Fee:
    """A fee, not stored."""
    return Fee(scheme=scheme, level=level, amount=Decimal(amount), valid_from=valid_from, set_by=management)
