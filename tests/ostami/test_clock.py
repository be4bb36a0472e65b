"""The portal's clock is Shanghai's, and can be set in practice alone."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import LazySettings

from ostami import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 8, 21, 15, 59, 59, tzinfo=UTC), date(2026, 8, 21)),
        (datetime(2026, 8, 21, 16, 0, 0, tzinfo=UTC), date(2026, 8, 22)),
    ],
)
def test_the_day_turns_at_midnight_in_shanghai(instant: datetime, day: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert clock.today() == day
        assert clock.now() == instant
    assert clock.day_of(instant) == day


def test_in_practice_the_day_can_be_set_and_reset() -> None:
    with time_machine.travel(datetime(2026, 6, 1, 4, 30, tzinfo=UTC), tick=False):
        clock.set_practice_day(date(2026, 9, 1))
        assert clock.now() == datetime(2026, 9, 1, 12, 30, tzinfo=clock.SHANGHAI)
        clock.set_practice_day(date(2026, 8, 31))
        assert clock.today() == date(2026, 8, 31)
        clock.reset_practice_day()
        assert clock.today() == date(2026, 6, 1)


def test_outside_practice_the_clock_is_the_wall_clock(settings: LazySettings) -> None:
    with time_machine.travel(datetime(2026, 6, 1, 4, 30, tzinfo=UTC), tick=False):
        clock.set_practice_day(date(2026, 9, 1))
        settings.PRACTICE = False
        assert clock.today() == date(2026, 6, 1)
        with pytest.raises(RuntimeError):
            clock.set_practice_day(date(2026, 9, 1))
