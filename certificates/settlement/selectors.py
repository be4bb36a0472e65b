"""Settlements as lists and statements read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from batches.models import Batch, BatchStatus
from candidates.models import Enrolment
from certificates.models import Settlement, SettlementStatus
from certificates.settlement.balance import Balance
from certificates.settlement.bills import NOTHING, people_of
from exams.grading import PASSING
from stations.models import Station


def settlements_for(user: User, asked: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the settlements in scope that the filters leave, each with `paid`, the latest exam first."""
    rows = Settlement.objects.visible_to(user).select_related("batch__station__organisation")
    if year := asked.get("year"):
        rows = rows.filter(batch__exam_date__year=int(year))
    if status := asked.get("status"):
        rows = rows.filter(status=status)
    if scheme := asked.get("scheme"):
        rows = rows.filter(batch__scheme=scheme)
    if word := asked.get("station"):
        rows = rows.filter(batch__station__in=Station.objects.search(word))
    live = Q(remittances__withdrawn_at=None)
    return rows.annotate(paid=Sum("remittances__amount", filter=live)).order_by("-batch__exam_date", "-pk")


def batches_without_settlement(user: User) -> QuerySet[Batch]:
    """Return the batches whose results were approved before settlements were kept, somebody having passed."""
    passed = Enrolment.objects.accepted().filter(batch=OuterRef("pk"), result__grade__in=PASSING)
    approved = Batch.objects.visible_to(user).filter(status=BatchStatus.RESULTS_APPROVED)
    return approved.filter(Exists(passed), settlement__isnull=True)


def years_of(user: User) -> list[int]:
    """Return the years of exams that settlements in scope are about, the latest first."""
    days = Settlement.objects.visible_to(user).order_by().dates("batch__exam_date", "year", order="DESC")
    return [day.year for day in days]


@dataclass(frozen=True, slots=True)
class Entry:
    """One settlement as a line of a list: a row of `settlements_for`, its people and its money."""

    settlement: Any
    people: int
    balance: Balance

    @classmethod
    def of(cls, row: Any) -> Self:
        """Read a row."""
        return cls(row, people_of(row), Balance(row.total, row.paid or NOTHING))


@dataclass(frozen=True, slots=True)
class Sums:
    """What several settlements add up to, in yuan; `unsettled` is due and not confirmed."""

    batches: int = 0
    people: int = 0
    due: Decimal = NOTHING
    paid: Decimal = NOTHING
    confirmed: Decimal = NOTHING

    @property
    def unsettled(self) -> Decimal:
        """What is due and not confirmed."""
        return self.due - self.confirmed


def sums_of(entries: Iterable[Entry]) -> Sums:
    """Add entries up."""
    sums = Sums()
    for one in entries:
        done = one.settlement.status == SettlementStatus.CONFIRMED
        sums = Sums(
            sums.batches + 1,
            sums.people + one.people,
            sums.due + one.balance.due,
            sums.paid + one.balance.paid,
            sums.confirmed + (one.balance.due if done else NOTHING),
        )
    return sums
