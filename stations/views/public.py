"""The public list of stations, and a station's page, which shows insiders more."""

from typing import Any

from django.views.generic import DetailView, ListView

from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import PAGE_SIZE, PublicMixin
from ostami import clock
from scope_catalog.models import Trade
from stations.forms.registry import StationFilter
from stations.inside import inside_of
from stations.models import Station, StationQuerySet, StationStatus
from stations.selectors import is_insider, listed_stations, scope_of


class StationList(PublicMixin, ListView[Station]):
    """Find a station."""

    model = Station
    template_name = "stations/list.html"
    context_object_name = "stations"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> StationQuerySet:
        """Return the stations that the valid filters leave; an invalid one is named on the page."""
        self.filter = StationFilter(self.request.GET)
        self.filter.is_valid()
        asked = self.filter.cleaned_data
        trade = asked.get("trade", "")
        return listed_stations(
            text=asked.get("q", ""),
            province=asked.get("province", ""),
            trades=Trade.objects.live(clock.today()).search(trade) if trade else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, and what each licence is today."""
        context = super().get_context_data(filter=self.filter, **kwargs)
        today = clock.today()
        context["rows"] = [(station, station.licence_state_on(today)) for station in context["stations"]]
        return context


class StationPage(PublicMixin, DetailView[Station]):
    """One station: public facts and scope for all; people, history and acts for insiders."""

    queryset = Station.objects.select_related("organisation")
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    template_name = "stations/page.html"
    context_object_name = "station"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add scope and licence, and what the person who asks may see and do."""
        user, today = self.request.user, clock.today()
        insider = is_insider(user, self.object)
        rights = {right for right in Perm if insider and isinstance(user, User) and user.has_right(right)}
        inside = inside_of(self.object, user, on=today) if insider and isinstance(user, User) else None
        return super().get_context_data(
            licence=self.object.licence_state_on(today),
            scope=scope_of(self.object),
            works=self.object.status == StationStatus.ACTIVE,
            insider=insider,
            inside=inside,
            sees_examiners=Perm.EXAMINER_VIEW in rights,
            sees_history=Perm.AUDIT_VIEW in rights,
            sees_reviews=Perm.REVIEW_VIEW in rights,
            applies=Perm.APPLICATION_EDIT in rights,
            grants_scope=Perm.SCOPE_GRANT in rights,
            issues_password=Perm.STATION_LOGIN in rights,
            manages=Perm.STATION_MANAGE in rights,
            sees_list=Perm.STATION_LIST in rights,
            **kwargs,
        )
