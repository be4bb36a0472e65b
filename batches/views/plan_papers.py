"""The plan table as files."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from batches.models import AnnualPlan
from batches.sheets.plans import TITLE, plan_paper, plan_table
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.xlsx import render_xlsx
from ostami.downloads import XLSX, file_response


class PlanPaperView(ScopedObjectView):
    """A plan in scope, as a file."""

    abstract = True
    permission = Perm.PLAN_VIEW
    model = AnnualPlan

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")


class PlanPdf(PlanPaperView):
    """The plan table to print."""

    permission = Perm.PLAN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the paper out."""
        plan = self.get_object()
        return pdf_response(render_pdf(plan_paper(plan, user=self.actor)), f"{TITLE} {plan}.pdf")


class PlanXlsx(PlanPaperView):
    """The plan table as a workbook."""

    permission = Perm.PLAN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the workbook out."""
        plan = self.get_object()
        return file_response(render_xlsx(plan_table(plan, user=self.actor)), f"{TITLE} {plan}.xlsx", XLSX)
