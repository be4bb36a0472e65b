"""Playing journeys day by day on a practice clock of this process's own."""

import heapq
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from ostami import clock

# A journey does a day's work, yields the day on which it goes on, and so forth.
Journey = Generator[date, None, None]


@contextmanager
def own_days() -> Iterator[None]:
    """Give this process a practice clock of its own: a portal that runs beside it keeps its day.

    The clock starts with the real day, and the former one is back afterwards, whatever happens.
    """
    kept = settings.PRACTICE_CLOCK_FILE
    with TemporaryDirectory(prefix="practice-days-") as folder:
        settings.PRACTICE_CLOCK_FILE = Path(folder) / "practice_clock"
        try:
            yield
        finally:
            settings.PRACTICE_CLOCK_FILE = kept


def play(*journeys: Journey, until: date) -> None:
    """Play journeys side by side, the earliest day first, on a clock that is set from day to day.

    What a journey would do after the day `until` is left for people to do. The clock then shows `until`.
    """
    order = count()
    waiting = [(next(journey), next(order), journey) for journey in journeys]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        day, _, journey = heapq.heappop(waiting)
        clock.set_practice_day(day)
        for following in journey:
            heapq.heappush(waiting, (following, next(order), journey))
            break
    clock.set_practice_day(until)
