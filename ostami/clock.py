"""The only reader of the wall clock.

In practice mode the portal's day can be set, so that a batch can be played from plan to certificate in
minutes: the chosen day is kept as a number of days in a small file, which the web process and the task
worker share. Outside practice mode the offset is always zero.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _offset_file() -> Path:
    return Path(settings.PRACTICE_CLOCK_FILE)


def practice_offset() -> timedelta:
    """Days by which the portal's clock runs ahead of (or behind) the wall clock; zero outside practice."""
    if not settings.PRACTICE:
        return timedelta()
    try:
        return timedelta(days=int(_offset_file().read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


def now() -> datetime:
    """Return the portal's instant, aware, in Asia/Shanghai."""
    return datetime.now(SHANGHAI) + practice_offset()  # noqa: TID251  the one place that may


def today() -> date:
    """Return the portal's day in Asia/Shanghai."""
    return now().date()


def day_of(instant: datetime) -> date:
    """Return the day in Asia/Shanghai on which an aware instant lies."""
    return instant.astimezone(SHANGHAI).date()


def set_practice_day(day: date) -> None:
    """Make `day` the portal's day from this instant on, for every process of this practice portal.

    Raises:
        RuntimeError: outside practice mode.
    """
    if not settings.PRACTICE:
        raise RuntimeError("The portal's day can only be set in practice mode.")
    wall_day = (now() - practice_offset()).date()
    file = _offset_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str((day - wall_day).days))


def reset_practice_day() -> None:
    """Return to the real day."""
    _offset_file().unlink(missing_ok=True)
