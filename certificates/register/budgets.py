"""Budgets of the public lookup: a name must not lead to its numbers, try by try.

What is counted: every ask of a sender, the misses of a sender, the misses by what was held fast while another
fact was tried, and the misses in all. Within the budget an ask is answered at once. Beyond it a computation
is asked for (`proof`), which one person doesn't notice and ten thousand guesses do, and which grows with the
misses. Of what is held fast, and of one sender, even that gets some misses a day and no more. Whoever fills
in all three facts has budgets of an own, so that guesses by two keep nobody out; they aren't free of any,
since two right facts and the masked rest would lead to the third.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from django.conf import settings

from certificates.lookup import Query

ASKS_OF_A_SENDER, SENDER_MINUTES = 10, 10
MISSES_OF_A_FACT, MISSES_WITH_PLAIN_PROOF, MISSES_A_DAY = 5, 30, 100
MISSES_OF_A_SENDER = 100
FACT_STEP, ALL_STEP, ALL_DOUBLINGS = 10, 50, 6
FACTS = ("name", "document_number", "number")
CLOSED = sys.maxsize  # more numbers than anybody tries


@dataclass(frozen=True, slots=True)
class Budget:
    """What is counted, and how far.

    Attributes:
        name: what is counted, with the time for which it is.
        until: when it begins anew.
        free: so many are answered at once.
        most: so many are answered to who did the computation; without an end where it is None.
        plain: so many ask for the smallest computation.
        step: each further so many double it; it doesn't grow where it is 0.
        doublings: so often at most.
        hits_count: whether an ask that found something counts too.
        of_sender: whether the sender is what is counted.
    """

    name: str
    until: datetime
    free: int
    most: int | None = None
    plain: int = 0
    step: int = 0
    doublings: int = sys.maxsize
    hits_count: bool = False
    of_sender: bool = False

    def demand(self, count: int) -> int:
        """Return how many numbers the `count`-th ask is to try: none, some, or `CLOSED`."""
        if self.most is not None and count > self.most:
            return CLOSED
        if count <= self.free:
            return 0
        steps = max(0, ceil((count - self.plain) / self.step)) if self.step else 0
        return int(settings.LOOKUP_PROOF_NUMBERS) << min(steps, self.doublings)


def fact_budgets(query: Query, at: datetime) -> Iterator[Budget]:
    """Yield what an ask counts of its facts: each as guessed while the others are held fast.

    That somebody tried document numbers on a name keeps nobody from asking it by its certificate number.
    """
    facts = {name: fact for name in FACTS if (fact := getattr(query, name))}
    for guessed in facts:
        held = "/".join(f"{name}={fact}" for name, fact in facts.items() if name != guessed)
        yield Budget(
            f"{at.date()}:{guessed}:{held}",
            _next_day(at),
            free=MISSES_OF_A_FACT,
            most=MISSES_A_DAY,
            plain=MISSES_WITH_PLAIN_PROOF,
            step=FACT_STEP,
        )


def general_budgets(query: Query, sender: str, at: datetime) -> Iterator[Budget]:
    """Yield what an ask counts whatever it asks: of its sender, where known, and of all in this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    free: int = settings.LOOKUP_MISSES_AN_HOUR
    yield Budget(
        f"{hour:%Y-%m-%d %H}:all:{query.is_whole}",
        hour + timedelta(hours=1),
        free=free,
        plain=free + ALL_STEP,
        step=ALL_STEP,
        doublings=ALL_DOUBLINGS,
    )
    if sender:
        yield Budget(
            f"{at.date()}:misses of:{sender}",
            _next_day(at),
            free=MISSES_OF_A_SENDER,
            most=MISSES_OF_A_SENDER,
            of_sender=True,
        )
    if sender and not query.is_whole:
        minutes, seconds = SENDER_MINUTES, int(at.timestamp())
        window = seconds // (minutes * 60)
        end = at + timedelta(seconds=(window + 1) * minutes * 60 - seconds)
        yield Budget(
            f"{window}:asks of:{sender}", end, free=ASKS_OF_A_SENDER, hits_count=True, of_sender=True
        )


def _next_day(at: datetime) -> datetime:
    return datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
