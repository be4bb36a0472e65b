"""One line of a to-do list, and its deadline in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ostami.clock import SHANGHAI

URGENT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words.

    Attributes:
        words: absolute day and the time left, such as ``2026-08-21 24:00 截止，还剩 3 天``.
        urgent: whether fewer than 48 hours are left, or none.
    """

    words: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do.

    Attributes:
        label: what to do, starting with the verb.
        count: how many cases of it wait.
        address: the page on which it is done.
        due: its deadline, where it has one.
    """

    label: str
    count: int
    address: str
    due: Due | None = None


def due_at(closes_at: datetime, *, now: datetime) -> Due:
    """Put a deadline into words: `closes_at` is the first instant that is too late, 00:00 of a day."""
    last_day = (closes_at - timedelta(days=1)).astimezone(SHANGHAI).date()
    left = (last_day - now.astimezone(SHANGHAI).date()).days
    if now >= closes_at:
        return Due(f"已于 {last_day} 24:00 截止", urgent=True)
    remaining = f"还剩 {left} 天" if left else "今天截止"
    return Due(f"{last_day} 24:00 截止，{remaining}", urgent=closes_at - now < URGENT)
