"""What was paid on a settlement, against what is due."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from certificates.models import Remittance, Settlement
from certificates.settlement.bills import NOTHING


@dataclass(frozen=True, slots=True)
class Balance:
    """Yuan due and paid."""

    due: Decimal
    paid: Decimal

    @property
    def difference(self) -> Decimal:
        """What was paid too much; negative where it was too little."""
        return self.paid - self.due

    @property
    def words(self) -> str:
        """Over- or underpayment by name: ``少付 100.00 元``; empty where both are equal."""
        if not self.difference:
            return ""
        return f"{'多付' if self.difference > 0 else '少付'} {abs(self.difference):.2f} 元"

    @property
    def token(self) -> str:
        """What a page showed, to be compared when it is confirmed."""
        return f"{self.due:.2f}/{self.paid:.2f}"


def live_slips(settlement: Settlement) -> QuerySet[Remittance]:
    """Return the slips that weren't withdrawn."""
    return settlement.remittances.filter(withdrawn_at=None)


def balance_of(settlement: Settlement) -> Balance:
    """Return what is due and what the slips show as paid."""
    paid: Decimal | None = live_slips(settlement).order_by().aggregate(paid=Sum("amount"))["paid"]
    return Balance(settlement.total, paid or NOTHING)
