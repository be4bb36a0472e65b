"""The calendar of a station, and of all stations in scope."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalTemplateView
from batches.forms.calendar import CalendarFilter
from batches.models import Batch, BatchQuerySet
from batches.selectors.agenda import AgendaItem, AgendaKind, batch_agenda, in_order
from batches.selectors.months import WEEKDAYS, following, last_day_of, month_grid, preceding
from batches.selectors.station_agenda import planned_not_applied, station_agenda
from ostami import clock
from stations.models import Station
from stations.selectors import own_station

FIRST_YEAR, LAST_YEAR = 2000, 2099


class CalendarPage(PortalTemplateView):
    """A month with every deadline of every batch in scope; of one day, a list besides."""

    permission = Perm.BATCH_VIEW
    template_name = "batches/calendar.html"

    @cached_property
    def day(self) -> date | None:
        """The day whose list is asked for; an address that names none asks for none."""
        try:
            found = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            return None
        return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None

    @cached_property
    def filter_form(self) -> CalendarFilter:
        """The filters as they stand in the address; without a month the day's, or this one."""
        usual = self.day or clock.day_of(arrived_at(self.request))
        asked = {name: value for name, value in self.request.GET.items() if value}
        return CalendarFilter({"month": f"{usual:%Y-%m}", **asked}, actor=self.actor)

    @cached_property
    def month(self) -> date:
        """The first day of the month that is shown; this one where what was asked for is none."""
        asked: date | None = self.filter_form.asked().get("month")
        return asked or clock.day_of(arrived_at(self.request)).replace(day=1)

    @cached_property
    def station(self) -> Station | None:
        """The one station that the page is about; None where it is about several."""
        if self.actor.role == Role.STATION:
            return own_station(self.actor)
        found: Station | None = self.filter_form.asked().get("station")
        return found

    def batches(self) -> BatchQuerySet:
        """Return the batches in scope that the filters leave."""
        batches = Batch.objects.visible_to(self.actor)
        if self.station is not None:
            batches = batches.filter(station=self.station)
        province = self.filter_form.asked().get("province")
        return batches.filter(station__organisation__province=province) if province else batches

    def items(self) -> list[AgendaItem]:
        """Return what lies in the month."""
        now = arrived_at(self.request)
        span = {"first": self.month, "last": last_day_of(self.month)}
        found = batch_agenda(self.batches(), now=now, **span)
        if self.station is not None:
            found += station_agenda(self.station, now=now, **span)
        return in_order(found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the grid, its neighbours, the day's list, and what is planned but not applied for."""
        now, items = arrived_at(self.request), self.items()
        days = month_grid(self.month, today=clock.day_of(now), items=items)
        return super().get_context_data(
            filter_form=self.filter_form,
            month=self.month,
            previous=preceding(self.month),
            next=following(self.month),
            this_month=clock.day_of(now).replace(day=1),
            weekdays=WEEKDAYS,
            days=days,
            anything=bool(items),
            chosen=next((day for day in days if day.inside and day.day == self.day), None),
            planned=self._planned(),
            station=self.station,
            own=self.actor.role == Role.STATION,
            may_edit=self.actor.has_right(Perm.BATCH_EDIT),
            kinds=AgendaKind,
            server_time=now,
            **kwargs,
        )

    def _planned(self) -> Any:
        if self.station is None:
            return []
        return planned_not_applied(self.station, year=self.month.year, month=self.month.month)
