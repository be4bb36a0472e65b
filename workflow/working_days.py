"""Working days: Monday to Friday, unless the table of special days says otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta

from workflow.models import FRIDAY, SpecialDay

# Whether a day works, for the days that differ from their weekday.
Special = Mapping[date, bool]
WORKING_WEEKDAYS = range(FRIDAY + 1)
ONE_DAY = timedelta(days=1)


def special_days() -> dict[date, bool]:
    """Return the table of special days, in one query: whoever weighs many cases loads it once."""
    return dict(SpecialDay.objects.values_list("day", "works"))


def is_working_day(day: date, special: Special) -> bool:
    """Tell whether people work on a day."""
    return special.get(day, day.weekday() in WORKING_WEEKDAYS)


def add_working_days(start: date, days: int, special: Special) -> date:
    """Return the `days`-th working day after `start`, which isn't counted itself."""
    day = start
    while days > 0:
        day += ONE_DAY
        days -= is_working_day(day, special)
    return day


def earliest_start(due: date, days: int, special: Special) -> date:
    """Return the first day whose `days`-th working day is `due` or later."""
    start = due
    while add_working_days(start - ONE_DAY, days, special) >= due:
        start -= ONE_DAY
    return start


def working_days_between(start: date, end: date, special: Special) -> int:
    """Count the working days after `start` up to and including `end`; 0 where `end` isn't later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, special) for day in days)
