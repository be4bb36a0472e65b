"""Gaps of a history: months between two periods that nothing tells of (guide 4.3-3, 4.7-2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from candidates.models import HistoryEntry
from ostami import policy

YEAR = 12


@dataclass(frozen=True, slots=True)
class Gap:
    """Months missing between two periods; `after` is None where the history ends before the day it is for."""

    before: HistoryEntry
    after: HistoryEntry | None
    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months are missing, the first and the last included."""
        return month_number(self.last) - month_number(self.first) + 1


def month_number(day: date) -> int:
    """Return a month as one number, so that months can be counted."""
    return day.year * YEAR + day.month - 1


def _month(number: int) -> date:
    return date(number // YEAR, number % YEAR + 1, 1)


def gaps_of(entries: Iterable[HistoryEntry], *, until: date) -> Iterator[Gap]:
    """Yield the gaps up to the month of the day `until`, the earliest first.

    The next period begins at most `HISTORY_GAP_MONTHS` after the latest end so far: after 2023-06 with
    2023-09, not with 2023-10.
    """
    latest: HistoryEntry | None = None
    for entry in sorted(entries, key=lambda one: (one.start, one.pk or 0)):
        if latest is not None:
            yield from _between(latest, entry, entry.start)
        if latest is None or _reach(entry) >= _reach(latest):
            latest = entry
    if latest is not None:
        yield from _between(latest, None, until)


def _reach(entry: HistoryEntry) -> date:
    return entry.end or date.max


def _between(before: HistoryEntry, after: HistoryEntry | None, start: date) -> Iterator[Gap]:
    if before.end is None:
        return
    ended, begun = month_number(before.end), month_number(start)
    if begun - ended > policy.HISTORY_GAP_MONTHS:
        yield Gap(before, after, _month(ended + 1), _month(begun - 1))
