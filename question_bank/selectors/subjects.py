"""Trades and levels that a candidate can practise."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from candidates.models import Enrolment
from ostami import clock
from question_bank.practice import drawable_questions
from scope_catalog.levels import level_label
from scope_catalog.models import Trade

MOST_SUBJECTS = 50
ENROLLED_FOR = ("batch_item__plan_item__trade", "batch_item__plan_item__level")
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """A trade and level with the number of questions to practise."""

    trade: Trade
    level: int
    questions: int
    enrolled: bool = False

    def __str__(self) -> str:
        return f"{self.trade.display_name} {level_label(self.level, occupation=self.trade.occupation)}"


def own_subjects(user: User) -> list[Subject]:
    """Return what the person is enrolled for, the newest enrolment first, also where there is no question."""
    rows = Enrolment.objects.visible_to(user).order_by("-pk")
    keys = list(
        dict.fromkeys(rows.values_list("batch_item__plan_item__trade", "batch_item__plan_item__level"))
    )
    counts = _counts([trade for trade, _ in keys])
    trades = Trade.objects.select_related("occupation").in_bulk([trade for trade, _ in keys])
    return [
        Subject(trades[trade], level, counts.get((trade, level), 0), enrolled=True) for trade, level in keys
    ]


def found_subjects(word: str) -> tuple[list[Subject], bool]:
    """Return the trades and levels that a word finds and that have questions, and whether there are more."""
    counts = _counts()
    trades = Trade.objects.live(clock.today()).search(word).filter(pk__in={trade for trade, _ in counts})
    found = [
        Subject(trade, level, counts[trade.pk, level])
        for trade in trades.in_order()
        for level in trade.level_list
        if (trade.pk, level) in counts
    ]
    return found[:MOST_SUBJECTS], len(found) > MOST_SUBJECTS


def _counts(trades: Iterable[int] | None = None) -> dict[Key, int]:
    pool = drawable_questions()
    if trades is not None:
        pool = pool.filter(trade__in=trades)
    rows = pool.order_by().values_list("trade", "level").annotate(number=Count("pk"))
    return {(trade, level): number for trade, level, number in rows}
