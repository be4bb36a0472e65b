"""One line of a to-do list, its deadline in words, and the part of the page on which it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from ostami.clock import SHANGHAI

URGENT = timedelta(hours=48)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline, or what else there is to know, in words.

    Attributes:
        words: absolute day and the time left, such as ``2026-08-21 24:00 截止，还剩 3 天``.
        urgent: whether fewer than 48 hours are left, or none.
        on: the last day on which it is in time; None where the words tell of no deadline.
    """

    words: str
    urgent: bool
    on: date | None = None


class Part(Enum):
    """A part of the list: each thing to do stands in one of them."""

    SOON = f"即将到期或已逾期（{SOON.days} 天内）"
    RETURNED = "被退回，待修改"
    TO_DO = "等我办理"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do.

    Attributes:
        label: what to do, starting with the verb.
        count: how many cases of it wait; of one case, how many people or papers it still needs.
        address: the page on which it is done: of several cases the list with these and no others.
        due: its deadline, where it has one.
        unit: what is counted.
        returned: whether somebody sent it back to be mended.
    """

    label: str
    count: int
    address: str
    due: Due | None = None
    unit: str = "项"
    returned: bool = False

    def part(self, today: date) -> Part:
        """Return where it stands: what is due soon goes before all else, sent back or not."""
        if self.due and self.due.on and self.due.on <= today + SOON:
            return Part.SOON
        return Part.RETURNED if self.returned else Part.TO_DO


def in_parts(todo: Iterable[Todo], today: date) -> list[tuple[Part, list[Todo]]]:
    """Return the parts of a list that hold something, each line in one of them."""
    lines = list(todo)
    parts = [(part, [one for one in lines if one.part(today) is part]) for part in Part]
    return [(part, found) for part, found in parts if found]


def due_at(closes_at: datetime, *, now: datetime) -> Due:
    """Put a deadline into words: `closes_at` is the first instant that is too late, 00:00 of a day."""
    last_day = (closes_at - timedelta(days=1)).astimezone(SHANGHAI).date()
    left = (last_day - now.astimezone(SHANGHAI).date()).days
    if now >= closes_at:
        return Due(f"已于 {last_day} 24:00 截止", urgent=True, on=last_day)
    remaining = f"还剩 {left} 天" if left else "今天截止"
    words = f"{last_day} 24:00 截止，{remaining}"
    return Due(words, urgent=closes_at - now < URGENT, on=last_day)
