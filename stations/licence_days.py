"""Licences by day: which hold, which run out soon, and which reminder is due."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from stations.models import LicenceState, Station

SOON, VERY_SOON = 90, 30


class LicenceChoice(models.TextChoices):
    """What a list of stations can be narrowed to."""

    UNKNOWN = LicenceState.UNKNOWN.value, LicenceState.UNKNOWN.label
    AHEAD = LicenceState.AHEAD.value, LicenceState.AHEAD.label
    VALID = LicenceState.VALID.value, LicenceState.VALID.label
    SOON = "soon", f"{SOON} 天内到期"
    VERY_SOON = "very_soon", f"{VERY_SOON} 天内到期"
    EXPIRED = LicenceState.EXPIRED.value, LicenceState.EXPIRED.label


def licence_condition(choice: LicenceChoice, *, on: date) -> Q:
    """Return the condition that leaves the stations whose licence is what `choice` says on the day `on`.

    It agrees with `Station.licence_state_on`: first and last day are included, and a licence with a date
    missing is unknown. One that ends within 30 days has 0 to 30 days left.
    """
    known = Q(valid_from__isnull=False, valid_to__isnull=False)
    holds = known & Q(valid_from__lte=on, valid_to__gte=on)
    return {
        LicenceChoice.UNKNOWN: Q(valid_from__isnull=True) | Q(valid_to__isnull=True),
        LicenceChoice.AHEAD: known & Q(valid_from__gt=on),
        LicenceChoice.VALID: holds,
        LicenceChoice.SOON: holds & Q(valid_to__lte=on + timedelta(days=SOON)),
        LicenceChoice.VERY_SOON: holds & Q(valid_to__lte=on + timedelta(days=VERY_SOON)),
        LicenceChoice.EXPIRED: known & Q(valid_to__lt=on),
    }[choice]


def days_left(station: Station, *, on: date) -> int | None:
    """Return how many days the licence runs on after the day `on`: 0 on its last, below 0 once it lapsed."""
    return None if station.valid_to is None else (station.valid_to - on).days


def reminder_stages() -> list[int]:
    """Return the days before its end on which a licence's station is reminded, the farthest first."""
    return sorted(set(settings.LICENCE_REMINDER_DAYS), reverse=True)


def stage_of(left: int | None, *, stages: Iterable[int]) -> int | None:
    """Return the reminder that a licence with `left` days is at: of the stages that are reached, the nearest.

    With stages 90 and 30: none at 91 days, 90 from 90 to 31, 30 from 30 to 0, none once it has lapsed. A day
    on which nobody looked is caught up, since the stage lasts until the next.
    """
    if left is None or left < 0:
        return None
    return min((stage for stage in stages if left <= stage), default=None)
