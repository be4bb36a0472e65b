"""Levels of a trade as they are stored, said and checked."""

from collections.abc import Iterable, Iterator

from ostami.problems import Problem
from scope_catalog.levels import LEVEL_ORDER, Level, level_label
from scope_catalog.models import Trade


def digits_of(levels: Iterable[int]) -> str:
    """Return levels as they are stored, the lowest first: 3, 5, 4 give ``543``."""
    return "".join(sorted({str(int(level)) for level in levels}, key=LEVEL_ORDER.index))


def titles_of(trade: Trade, digits: Iterable[int | str]) -> str:
    """Return levels as they are printed, in the order given."""
    return "、".join(level_label(int(digit), occupation=trade.occupation) for digit in digits)


def misfits(trade: Trade, digits: str) -> Iterator[Problem]:
    """Yield what is wrong with a choice of levels: none at all, or some that the trade doesn't have."""
    if not digits:
        yield Problem("还没有选择等级", remedy="请至少选择一个等级", field="levels")
    if surplus := [digit for digit in digits if digit not in trade.levels]:
        titles = "、".join(Level(int(digit)).label for digit in surplus)
        yield Problem(f"“{trade.name}”未设置{titles}", "2.5", "请在该工种设置的等级内选择", "levels")
