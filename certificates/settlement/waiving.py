"""Ending a settlement by which nothing is to be paid and nothing was paid."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from certificates.models import Settlement, SettlementStatus
from certificates.settlement.balance import live_slips
from certificates.settlement.bills import bill_as_stored
from ostami.problems import Problem
from workflow.lifecycle import Step, perform

# What the station still has to pay for, or to answer for.
UNPAID = (SettlementStatus.OPEN, SettlementStatus.QUESTIONED)


def waived(settlement: Settlement, *, actor: User, at: datetime) -> Settlement:
    """Return the settlement, confirmed where it waits for a payment that isn't due."""
    if settlement.status not in UNPAID or any(something_due(settlement)):
        return settlement
    return perform(settlement, "waive", actor=actor, at=at, itself=True)


def something_due(settlement: Settlement) -> Iterator[Problem]:
    """Yield what there is to pay or to look at."""
    if not bill_as_stored(settlement).free:
        yield Problem("本批次有应付金额，或收费标准未定", "4.6-3", "请按结算办理")
    if live_slips(settlement).exists():
        yield Problem("本批次有有效的汇款单", "4.6-7", "请由管理站核对汇款")


def free_of_charge(step: Step[Settlement]) -> Iterator[Problem]:
    """Nothing is due, and nothing was sent."""
    yield from something_due(step.case)
