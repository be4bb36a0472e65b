"""The sums of a year's plans: a page, and a workbook."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import PortalTemplateView, PortalView
from batches.forms.plan_filters import SumsFilter
from batches.selectors.plan_sums import plan_sums, stations_without_plan
from batches.sheets.plan_sums import TITLE, sums_sheets
from documents.xlsx import render_xlsx
from ostami.downloads import XLSX, file_response


class PlanSumsPage(PortalTemplateView):
    """What the stations in scope plan in a year, added up; and those that have handed nothing in."""

    permission = Perm.PLAN_SUMS
    template_name = "batches/plan_sums.html"

    @cached_property
    def filter_form(self) -> SumsFilter:
        """The year and which plans count, as they stand in the address."""
        return SumsFilter(self.request.GET, actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums."""
        asked = self.filter_form
        return super().get_context_data(
            filter_form=asked,
            year=asked.asked_year,
            sums=plan_sums(self.actor, year=asked.asked_year, statuses=asked.statuses),
            missing=stations_without_plan(self.actor, year=asked.asked_year),
            **kwargs,
        )


class PlanSumsExport(PortalView):
    """The sums as a workbook, by the page's filters."""

    permission = Perm.PLAN_SUMS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the workbook out."""
        asked = SumsFilter(request.GET, actor=self.actor)
        tabs = sums_sheets(
            self.actor, year=asked.asked_year, statuses=asked.statuses, counted=asked.counted_label
        )
        return file_response(render_xlsx(tabs), f"{asked.asked_year} {TITLE}.xlsx", XLSX)
