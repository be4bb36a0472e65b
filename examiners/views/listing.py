"""The roster with filters, order and columns of one's choice, and its export."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm, Role
from accounts.views.lists import FilteredListView
from documents.list_columns import sheet_rows
from documents.sheets import TableSheet
from documents.watermarks import practice_mark
from documents.xlsx import render_xlsx
from examiners.columns import ExaminerColumn, chosen_columns
from examiners.forms.listing import ExaminerFilter
from examiners.listing import FIRST_SORT, listed_examiners
from examiners.models import Examiner, ExaminerQuerySet
from examiners.selectors import short_trades
from ostami import clock
from ostami.downloads import XLSX, file_response
from stations.models import Station

TITLE = "考评员名册"


class ExaminerList(FilteredListView):
    """The roster in scope, with what each appointment is today; all settings are kept in the address."""

    permission = Perm.EXAMINER_VIEW
    model = Examiner
    template_name = "examiners/list.html"

    @cached_property
    def today(self) -> date:
        """The day by which appointments are judged."""
        return clock.today()

    @cached_property
    def filter_form(self) -> ExaminerFilter:
        """What is asked for."""
        return ExaminerFilter(self.request.GET, actor=self.actor)

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards."""
        asked = self.request.GET.get("sort", "")
        known = {column.key for column in chosen_columns(self.actor, ()) if column.order}
        return asked if asked.removeprefix("-") in known else FIRST_SORT

    @cached_property
    def columns(self) -> list[ExaminerColumn]:
        """The columns to show; a station's own name would stand in every row."""
        columns = chosen_columns(self.actor, self.filter_form.column_keys)
        if self.filter_form.column_keys or self.station is None:
            return columns
        return [column for column in columns if column.key != "station"]

    @cached_property
    def station(self) -> Station | None:
        """The one station that the list is about, if it is about one."""
        stations = Station.objects.visible_to(self.actor).select_related("organisation")
        if self.actor.role == Role.STATION:
            return stations.first()
        word = self.filter_form.cleaned_data.get("station", "")
        found = list(stations.search(word)[:2]) if word else []
        return found[0] if len(found) == 1 else None

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> ExaminerQuerySet:
        """Return the examiners that the valid filters leave, in the order asked for."""
        asked = self.filter_form.asked()
        return listed_examiners(actor=self.actor, asked=asked, on=self.today, sort=self.sort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows, the trades of the one station that lack examiners, and what can be done."""
        asked = self.filter_form.asked()
        context = super().get_context_data(
            heads=[column.head(self.sort) for column in self.columns],
            sort=self.sort,
            asked=asked,
            shown_columns=[column.key for column in self.columns],
            station=self.station,
            short_trades=short_trades(station=self.station, on=self.today) if self.station else [],
            may_edit=self.actor.has_right(Perm.EXAMINER_EDIT),
            may_apply=self.actor.has_right(Perm.EXAMINER_APPLY),
            **kwargs,
        )
        context["filtered"] = bool(asked)
        context["rows"] = [
            (examiner, [column.cell(examiner, self.today) for column in self.columns])
            for examiner in context["object_list"]
        ]
        return context


class ExaminerExport(ExaminerList):
    """The whole list as a workbook, with the filters, the order and the columns of the page."""

    permission = Perm.EXAMINER_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        rows = sheet_rows(self.get_queryset(), self.columns, on=self.today)
        sheet = TableSheet(
            title=TITLE,
            columns=tuple(column.as_sheet_column for column in self.columns),
            rows=rows,
            facts=(("截至", self.today), ("考评员数", len(rows))),
            frozen_columns=1,
            watermark=practice_mark(),
        )
        return file_response(render_xlsx(sheet), f"{TITLE} {self.today}.xlsx", XLSX)
