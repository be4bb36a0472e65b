"""What pages ask the registry."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm
from scope_catalog.models import Occupation, Trade
from scope_catalog.querysets import TradeQuerySet
from stations.models import ScopeGrant, ScopeGrantQuerySet, Station, StationQuerySet


@dataclass(frozen=True, slots=True)
class GrantedOccupation:
    """An occupation with a station's live grants for its trades."""

    occupation: Occupation
    grants: tuple[ScopeGrant, ...]


def listed_stations(
    *, text: str = "", province: str = "", trades: TradeQuerySet | None = None
) -> StationQuerySet:
    """Return the public list: each station with `trade_count`, the number of its live grants.

    Args:
        text: a piece of name, number, code or host; empty finds all.
        province: a whole province name; empty finds all.
        trades: leave only the stations that may evaluate one of these.
    """
    live = Count("grants", filter=Q(grants__withdrawn_on__isnull=True))
    stations = Station.objects.listed().search(text).annotate(trade_count=live)
    if province:
        stations = stations.filter(organisation__province=province)
    return stations if trades is None else stations.evaluating(trades)


def provinces() -> list[str]:
    """Return the provinces that listed stations lie in."""
    return Station.objects.listed().provinces()


def live_grants(station: Station) -> ScopeGrantQuerySet:
    """Return a station's live grants in the guide's order, trades and occupations at hand."""
    grants = ScopeGrant.objects.live().filter(station=station).select_related("trade__occupation")
    return grants.order_by("trade__occupation__scheme", "trade__occupation__code", "trade__sequence", "pk")


def scope_of(station: Station) -> list[GrantedOccupation]:
    """Return a station's live grants, grouped by occupation."""
    groups = groupby(live_grants(station), key=lambda grant: grant.trade.occupation)
    return [GrantedOccupation(occupation, tuple(grants)) for occupation, grants in groups]


def granted_trades(station: Station) -> TradeQuerySet:
    """Return the trades that a station may evaluate, in the guide's order."""
    granted = ScopeGrant.objects.live().filter(station=station)
    return Trade.objects.filter(pk__in=granted.values("trade")).in_order()


def own_station(user: User) -> Station:
    """Return the station that a station's login works for.

    Raises:
        Http404: there is none.
    """
    stations = Station.objects.select_related("organisation")
    station: Station | None = stations.filter(organisation=user.organisation).first()
    if station is None:
        raise Http404
    return station


def is_insider(user: User | AnonymousUser, station: Station) -> bool:
    """Tell whether `user` sees more of `station` than the public does."""
    if not isinstance(user, User) or not user.has_right(Perm.STATION_VIEW):
        return False
    return Station.objects.visible_to(user).filter(pk=station.pk).exists()
