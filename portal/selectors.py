"""Figures of the front page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from scope_catalog.models import Trade
from stations.models import Station


@dataclass(frozen=True, slots=True)
class Figures:
    """The portal in totals: stations on the public list, occupations and trades that can be chosen."""

    stations: int
    occupations: int
    trades: int


def figures(*, today: date) -> Figures:
    """Return the totals on the day `today`."""
    catalogue = Trade.objects.live(today).aggregate(
        trades=Count("pk"), occupations=Count("occupation", distinct=True)
    )
    return Figures(stations=Station.objects.listed().count(), **catalogue)
