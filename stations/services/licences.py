"""A licence's number and its dates."""

from datetime import date, timedelta

from django.conf import settings

from ostami.policy import STATION_CODE_HEAD, term_ends
from stations.models import Station


def licence_number(code: str, *, on: date) -> str:
    """Return the number of a licence that is given on the day `on` to the station with this code."""
    pattern: str = settings.LICENCE_NUMBER_PATTERN
    return pattern.format(code=code, number=code.removeprefix(STATION_CODE_HEAD), year=on.year)


def licence_period(begins: date) -> tuple[date, date]:
    """Return the first and the last day of a licence that begins on a day."""
    return begins, term_ends(begins, years=settings.LICENCE_YEARS)


def renewed_period(station: Station, *, on: date) -> tuple[date, date]:
    """Return the dates of a licence that is renewed on the day `on`.

    While it still runs, the added years follow its last day, and its first day stays: the station works on
    without a gap. Once it has lapsed, or where its dates were never entered, it begins on `on`.
    """
    first, last = station.valid_from, station.valid_to
    if first is None or last is None or last < on:
        return licence_period(on)
    return first, licence_period(last + timedelta(days=1))[1]
