"""A month as a grid of weeks."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from batches.selectors.agenda import AgendaItem
from workflow.models import SpecialDay

SHOWN = 5
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell of the grid.

    Attributes:
        day: the day.
        inside: whether it belongs to the month; the others only fill the weeks.
        is_today: whether it is the day of the request.
        special: the public holiday, or the worked day in exchange for one, that it is.
        items: what lies on it.
    """

    day: date
    inside: bool
    is_today: bool
    special: SpecialDay | None
    items: list[AgendaItem]

    @property
    def shown(self) -> list[AgendaItem]:
        """What the cell has room for."""
        return self.items[:SHOWN]

    @property
    def more(self) -> int:
        """How many items the day's own list holds beyond those."""
        return max(0, len(self.items) - SHOWN)

    @property
    def weekday(self) -> str:
        """The weekday in words."""
        return f"星期{WEEKDAYS[self.day.weekday()]}"

    @property
    def is_weekend(self) -> bool:
        """Tell whether it is a Saturday or Sunday."""
        return self.day.weekday() in {5, 6}

    @property
    def mark(self) -> str:
        """休 or 班 where the day differs from its weekday."""
        if self.special is None:
            return ""
        return "班" if self.special.works else "休"


def last_day_of(month: date) -> date:
    """Return the last day of the month that begins on `month`."""
    return following(month) - timedelta(days=1)


def following(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def preceding(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_grid(month: date, *, today: date, items: Iterable[AgendaItem]) -> list[MonthDay]:
    """Return the days of the weeks that a month touches, Mondays first.

    Args:
        month: the first day of the month.
        today: the day of the request.
        items: what lies on its days, ordered by day.
    """
    by_day = {day: list(group) for day, group in groupby(items, key=lambda item: item.day)}
    special = {row.day: row for row in SpecialDay.objects.filter(day__range=(month, last_day_of(month)))}
    return [
        MonthDay(day, day.month == month.month, day == today, special.get(day), by_day.get(day, []))
        for day in Calendar().itermonthdates(month.year, month.month)
    ]
