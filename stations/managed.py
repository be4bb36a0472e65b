"""The staff's list of stations: what is asked for in the address, and the rows that it leaves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q

from accounts.models import User
from documents.list_columns import ordering
from scope_catalog.models import Trade
from stations.columns import COLUMNS, review_year
from stations.licence_days import LicenceChoice, licence_condition
from stations.models import Station, StationQuerySet
from stations.review_lists import in_state, stations_reviewed
from stations.reviews import ReviewState

FIRST_SORT = "code"
SORTS = {column.key: column.order for column in COLUMNS if column.order}


def managed_stations(*, actor: User, asked: Mapping[str, Any], on: date) -> StationQuerySet:
    """Return the stations in the actor's scope that the filters leave, by code.

    Each carries `trade_count`, the number of its live grants, and `review_status`, that of the last year's
    review or None.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `q`, `trade`, `province`, `status`, `licence`,
            `review`.
        on: the day by which licences and reviews are judged.
    """
    last_year = FilteredRelation("reviews", condition=Q(reviews__year=review_year(on)))
    live = Count("grants", filter=Q(grants__withdrawn_on__isnull=True))
    seen = Station.objects.visible_to(actor).search(asked.get("q", ""))
    found = seen.filter(_exactly(asked), *_by_day(asked, on))
    if trade := asked.get("trade", ""):
        found = found.evaluating(Trade.objects.search(trade))
    joined = found.select_related("organisation").annotate(last_year=last_year, trade_count=live)
    return joined.annotate(review_status=F("last_year__status")).order_by("organisation__code")


def _exactly(asked: Mapping[str, Any]) -> Q:
    lookups = {"province": "organisation__province", "status": "status"}
    return Q(**{lookup: asked[name] for name, lookup in lookups.items() if name in asked})


def _by_day(asked: Mapping[str, Any], on: date) -> list[Q]:
    conditions = []
    if "licence" in asked:
        conditions.append(licence_condition(LicenceChoice(asked["licence"]), on=on))
    if "review" in asked:
        year = review_year(on)
        standing = in_state(stations_reviewed(year), ReviewState(asked["review"]), year=year, on=on)
        conditions.append(Q(pk__in=standing.values("pk")))
    return conditions


def sorted_stations(stations: StationQuerySet, sort: str) -> StationQuerySet:
    """Sort by a column's key, downwards with ``-`` before it; what isn't known stands last, either way."""
    return stations.order_by(*ordering(COLUMNS, sort, first=FIRST_SORT), "organisation__code")
