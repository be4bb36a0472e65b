"""The staff's list of stations, and its export."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from documents.xlsx import render_xlsx
from ostami import clock
from ostami.downloads import XLSX, file_response
from stations.columns import StationColumn, chosen_columns
from stations.forms.managed import ManagedFilter
from stations.managed import FIRST_SORT, SORTS, managed_stations, sorted_stations
from stations.models import ReminderKind, Station, StationQuerySet
from stations.registry_sheet import TITLE, registry_sheet


class ManagedList(FilteredListView):
    """The stations in scope with filters, order and columns of one's choice, all kept in the address."""

    permission = Perm.STATION_LIST
    model = Station
    template_name = "stations/managed.html"

    @cached_property
    def today(self) -> date:
        """The day by which licences and reviews are judged."""
        return clock.today()

    @cached_property
    def filter_form(self) -> ManagedFilter:
        """The filters as they stand in the address."""
        return ManagedFilter(self.request.GET, stations=Station.objects.visible_to(self.actor))

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards; unknown ones count for nothing."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in SORTS else FIRST_SORT

    @cached_property
    def columns(self) -> list[StationColumn]:
        """The columns to show."""
        return chosen_columns(self.filter_form.column_keys)

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> StationQuerySet:
        """Return the stations that the filters leave, in the order asked for."""
        found = managed_stations(actor=self.actor, asked=self.filter_form.asked(), on=self.today)
        return sorted_stations(found, self.sort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows, and what can be done with them."""
        asked = self.filter_form.asked()
        context = super().get_context_data(
            heads=[column.head(self.sort) for column in self.columns],
            sort=self.sort,
            asked=asked,
            shown_columns=[column.key for column in self.columns],
            may_manage=self.actor.has_right(Perm.STATION_MANAGE),
            reminder_kinds=ReminderKind.choices,
            **kwargs,
        )
        context["filtered"] = bool(asked)
        context["rows"] = [
            (station, [column.cell(station, self.today) for column in self.columns])
            for station in context["object_list"]
        ]
        return context


class ManagedExport(ManagedList):
    """The whole list as a workbook, with the filters, the order and the columns of the page."""

    permission = Perm.STATION_LIST

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        sheet = registry_sheet(self.get_queryset(), columns=self.columns, on=self.today)
        return file_response(render_xlsx(sheet), f"{TITLE} {self.today}.xlsx", XLSX)
