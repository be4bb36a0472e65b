"""Figures: a page, its workbook, the reasons why cases went back, and what the public sees."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.rights import Perm
from accounts.views.base import PortalTemplateView, PortalView, PublicMixin
from documents.xlsx import render_xlsx
from ostami import clock
from ostami.downloads import XLSX, file_response
from portal.figures.contents import figures
from portal.figures.filters import FiguresFilter, ReturnsFilter
from portal.figures.public import public_figures
from portal.figures.returns import reasons
from portal.figures.sheets import TITLE, figure_sheets

LINES_A_PAGE = 50


class FiguresPage(PortalTemplateView):
    """What a person's scope comes to, in tables and charts."""

    permission = Perm.FIGURES
    template_name = "portal/figures/page.html"

    @cached_property
    def filter_form(self) -> FiguresFilter:
        """The filters as they stand in the address."""
        return FiguresFilter(self.request.GET, actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures; of very many lines a page at a time."""
        asked = self.filter_form.asked
        found = figures(self.actor, asked)
        lines = Paginator(found.tables[0].rows, LINES_A_PAGE).get_page(self.request.GET.get("page"))
        start = max(0, lines.start_index() - 1)
        tables = [table.part(start, lines.end_index()) if table.total else table for table in found.tables]
        return super().get_context_data(
            filter_form=self.filter_form,
            facts=asked.facts,
            headline=found.headline,
            tables=tables,
            page_obj=lines,
            paginator=lines.paginator,
            counted_at=clock.now(),
            **kwargs,
        )


class FiguresExport(PortalView):
    """The same figures as a workbook, every line of them."""

    permission = Perm.FIGURES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the workbook out."""
        asked = FiguresFilter(request.GET, actor=self.actor).asked
        facts = (*asked.facts, ("统计时间", f"{clock.now():%Y-%m-%d %H:%M}"))
        tabs = figure_sheets(figures(self.actor, asked).tables, facts)
        return file_response(render_xlsx(tabs), f"{TITLE} {clock.today()}.xlsx", XLSX)


class ReturnReasons(PortalTemplateView):
    """Why cases went back, the newest first."""

    permission = Perm.FIGURES
    template_name = "portal/figures/returns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reasons that the filters leave."""
        asked = ReturnsFilter(self.request.GET, actor=self.actor)
        found = reasons(self.actor, asked.asked, asked.kinds, page=self.request.GET.get("page"))
        return super().get_context_data(
            filter_form=asked, page_obj=found, paginator=found.paginator, **kwargs
        )


class PublicFigures(PublicMixin, TemplateView):
    """Totals for everybody."""

    template_name = "portal/figures/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the totals."""
        return super().get_context_data(figures=public_figures(), **kwargs)
