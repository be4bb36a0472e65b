"""Who puts people up: the station behind an organisation, and the trades for which it may."""

from django.db.models import Q

from accounts.models import Organisation
from examiners.models import Examiner
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from stations.models import (
    ApplicationKind,
    ApplicationStatus,
    RequestedTrade,
    ScopeGrant,
    Station,
)
from stations.models.applications import ENDED_STATUSES

ADDING = (ApplicationKind.ESTABLISHMENT, ApplicationKind.SCOPE_ADDITION)


def station_of(organisation: Organisation) -> Station | None:
    """Return a station's own record, or the station that a school's approved establishment opened."""
    established = Q(
        applications__organisation=organisation,
        applications__kind=ApplicationKind.ESTABLISHMENT,
        applications__status=ApplicationStatus.APPROVED,
    )
    found = Station.objects.filter(Q(organisation=organisation) | established)
    return found.select_related("organisation").order_by("pk").first()


def trades_for(organisation: Organisation, *, examiner: Examiner | None = None) -> TradeQuerySet:
    """Return the trades that an organisation's people may be put up for, in the guide's order (guide 4.7-6).

    Those that its station may evaluate, those that it asks for in an application under way, and those that
    `examiner` holds already.
    """
    granted = ScopeGrant.objects.live().filter(station=station_of(organisation))
    asked = RequestedTrade.objects.filter(
        application__organisation=organisation, application__kind__in=ADDING
    ).exclude(application__status__in=ENDED_STATUSES)
    allowed = Q(pk__in=granted.values("trade")) | Q(pk__in=asked.values("trade"))
    if examiner is not None:
        allowed |= Q(pk__in=examiner.trade_places.values("trade"))
    return Trade.objects.filter(allowed).in_order()
