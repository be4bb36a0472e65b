"""The list of reviews: a station's years, and for staff the stations of one year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalTemplateView, PortalView
from accounts.views.lists import FilteredListView
from ostami import clock
from ostami.policy import review_opens_on
from stations.forms.reviews import ReviewFilter
from stations.models import ReviewGrade, Station, StationQuerySet
from stations.review_lists import in_state, stations_missing_review, stations_reviewed
from stations.reviews import ReviewState, blocks_from, due_on, standings, state_of
from stations.selectors import own_station


class ReviewList(PortalView):
    """The address of both lists."""

    permission = Perm.REVIEW_VIEW

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show a station its years, everybody else the stations."""
        view = OwnReviews if self.actor.role == Role.STATION else StationReviews
        return view.as_view()(request)


class OwnReviews(PortalTemplateView):
    """A station's years, each with what is to be done."""

    permission = Perm.REVIEW_VIEW
    template_name = "stations/reviews/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years, and when the next one opens."""
        today = _day(self.request)
        station = own_station(self.actor)
        return super().get_context_data(
            station=station,
            standings=standings(station, on=today),
            may_edit=self.actor.has_right(Perm.REVIEW_EDIT),
            next_year=today.year,
            opens_on=review_opens_on(today.year),
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station's line: where it stands, and its review's number and grade where staff may see them."""

    station: Station
    state: ReviewState
    review_pk: int | None
    grade: str


class StationReviews(FilteredListView):
    """The stations that a year's review is about, those that didn't hand it in among them."""

    model = Station
    permission = Perm.REVIEW_VIEW
    template_name = "stations/reviews/list.html"

    @cached_property
    def today(self) -> date:
        """The day of the request."""
        return _day(self.request)

    @cached_property
    def filter_form(self) -> ReviewFilter:
        """The filters; the year is the last one that is over where none is asked for."""
        stations = Station.objects.visible_to(self.actor)
        first = stations.aggregate(first=Min("registered_on"))["first"]
        last = self.today.year - 1
        years = range(last, min(first.year if first else last, last) - 1, -1)
        return ReviewFilter(self.request.GET or None, actor=self.actor, years=years)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The valid filters."""
        return self.filter_form.asked() if self.filter_form.is_bound else {}

    @property
    def year(self) -> int:
        """The year that is shown."""
        return int(self.asked.get("year", self.today.year - 1))

    def get_queryset(self) -> StationQuerySet:
        """Return the year's stations in scope that the filters leave."""
        stations = stations_reviewed(self.year).visible_to(self.actor)
        if province := self.asked.get("province"):
            stations = stations.filter(organisation__province=province)
        if state := self.asked.get("state"):
            stations = in_state(stations, ReviewState(state), year=self.year, on=self.today)
        return stations

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, the filters, and how many stations didn't hand in."""
        missing = stations_missing_review(on=self.today, year=self.year).visible_to(self.actor)
        context = super().get_context_data(
            year=self.year,
            due_on=due_on(self.year),
            blocks_from=blocks_from(self.year),
            missing=missing.count(),
            **kwargs,
        )
        context["lines"] = [self._line(station) for station in context["object_list"]]
        return context

    def _line(self, station: Any) -> StationLine:
        state = state_of(station.review_status, year=self.year, on=self.today)
        grade = ReviewGrade(station.review_grade).label if station.review_grade else ""
        seen = station.review_submitted_at is not None
        return StationLine(station, state, station.review_pk if seen else None, str(grade))


def _day(request: HttpRequest) -> date:
    return clock.day_of(arrived_at(request))
