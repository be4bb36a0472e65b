"""What lies on which day for a station itself: its licence, its annual reviews, and what it planned."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from batches.models import PlanItem
from batches.selectors.agenda import AgendaItem, AgendaKind
from ostami import clock
from stations.models import Station
from stations.reviews import standings


def station_agenda(station: Station, *, first: date, last: date, now: datetime) -> list[AgendaItem]:
    """Return the end of a station's licence and the last days for its annual reviews between two days."""
    return [item for item in _of_station(station, now) if first <= item.day <= last]


def _of_station(station: Station, now: datetime) -> Iterator[AgendaItem]:
    today = clock.day_of(now)
    if station.valid_to is not None:
        yield AgendaItem(
            day=station.valid_to,
            kind=AgendaKind.LICENCE,
            station=station,
            text="当日仍有效，请提前申请延续",
            address=station.get_absolute_url(),
            done=station.valid_to < today,
        )
    for standing in standings(station, on=today):
        yield AgendaItem(
            day=standing.due_on,
            kind=AgendaKind.REVIEW,
            station=station,
            text=f"{standing.year} 年度（{standing.state.label}）",
            address=reverse("annual_reviews:list"),
            urgent=standing.is_missing and standing.due_on == today,
            done=not standing.is_missing,
        )


def planned_not_applied(station: Station, *, year: int, month: int) -> list[PlanItem]:
    """Return the approved plan items of a month that no batch holds."""
    items = PlanItem.objects.approved().free().filter(plan__station=station, plan__year=year, month=month)
    return list(items.select_related("plan__station__organisation", "trade__occupation").order_by("pk"))
