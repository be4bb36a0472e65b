"""An ask of the public lookup: counted before it is answered, and settled by what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from certificates import counting
from certificates.lookup import Query
from certificates.register.budgets import CLOSED, Budget, fact_budgets, general_budgets
from certificates.register.proof import is_solved
from ostami import clock


class Verdict(Enum):
    """Whether an ask is answered."""

    OPEN = "open"
    PROOF = "proof"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask, counted as a miss until it is settled.

    Attributes:
        counted: what it was counted in.
        verdict: whether it is answered.
        numbers: how many numbers are to be tried first, where it isn't.
        strictest: the budget that says so; None where the ask is answered.
    """

    counted: tuple[Budget, ...]
    verdict: Verdict
    numbers: int = 0
    strictest: Budget | None = None

    def settle(self, *, answered: bool, found: bool) -> None:
        """Take back what doesn't count; a miss writes as much as a hit, a refusal leaves no row behind."""
        back = {
            budget.name: -int(not answered or (found and not budget.hits_count)) for budget in self.counted
        }
        counting.add(back, today=clock.today())
        if not answered:
            counting.tidy(back)


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who asks, when, and what computation came along."""

    network: str
    at: datetime
    proof: str

    def meets(self, demand: int) -> bool:
        """Tell whether the computation is as large as demanded; it is used up by that."""
        if demand in {0, CLOSED}:
            return demand == 0
        return is_solved(self.proof, numbers=demand, sender=self.network, at=self.at)


def take(query: Query, *, sender: str, at: datetime, proof: str = "") -> Ask:
    """Count an ask and return it with its verdict; settle it whatever comes of it.

    The facts are counted only of an ask that is to be answered: one that is refused leaves nothing behind.

    Args:
        query: at least two facts.
        sender: the network that it comes from, empty where unknown.
        at: the instant of the ask.
        proof: a solved computation, where the ask brings one.
    """
    general, facts = tuple(general_budgets(query, sender, at)), tuple(fact_budgets(query, at))
    counts = counting.add(dict.fromkeys((one.name for one in general), 1), today=at.date())
    before = counting.counted(one.name for one in facts)
    expected = counts | {name: count + 1 for name, count in before.items()}
    strictest, demand = _strictest((*general, *facts), expected)
    if not _Sender(sender, at, proof).meets(demand):
        return _refused(general, strictest, demand)
    counts |= counting.add(dict.fromkeys(before, 1), today=at.date())
    strictest, now = _strictest((*general, *facts), counts)
    if now > demand:  # others missed by the same facts in the meantime
        return _refused((*general, *facts), strictest, now)
    return Ask((*general, *facts), Verdict.OPEN)


def _strictest(budgets: tuple[Budget, ...], counts: dict[str, int]) -> tuple[Budget, int]:
    """Return the budget that demands the most, of several the one that lasts longest, with its demand."""
    demands = ((one, one.demand(counts[one.name])) for one in budgets)
    return max(demands, key=lambda found: (found[1], found[0].until))


def _refused(counted: tuple[Budget, ...], strictest: Budget, demand: int) -> Ask:
    return Ask(counted, Verdict.CLOSED if demand == CLOSED else Verdict.PROOF, demand, strictest)
