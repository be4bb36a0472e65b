"""Files of a batch: its roster at once, everybody's forms and pictures as a job."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from batches.models import Batch
from candidates.forms.rosters import ExportForm
from candidates.looks import record_roster_download
from candidates.rosters.export_choices import Whom
from candidates.services.exporting import export_batch
from candidates.sheets import roster_sheet
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.table_sheets import TableSheet
from documents.xlsx import render_xlsx
from ostami.downloads import XLSX, file_response
from ostami.problems import BlockedError


class _RosterFile(ScopedObjectView):
    abstract = True
    model = Batch
    permission = Perm.ENROLMENT_VIEW
    as_what: str

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope with their station."""
        return super().get_queryset().select_related("station__organisation")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out and record the look; lead back, with the reason, where the roster was altered."""
        batch: Batch = self.get_object()
        try:
            sheet = roster_sheet(batch)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect("candidates:roster", pk)
        record_roster_download(batch, actor=self.actor, as_what=self.as_what)
        return self.handed_out(sheet, f"考生花名册-{batch.number}.{self.as_what.lower()}")

    def handed_out(self, sheet: TableSheet, name: str) -> HttpResponse:
        """Answer with the file."""
        raise NotImplementedError


class RosterXlsx(_RosterFile):
    """The roster as a workbook."""

    as_what = "XLSX"

    def handed_out(self, sheet: TableSheet, name: str) -> HttpResponse:
        """Answer with the workbook."""
        return file_response(render_xlsx(sheet), name, XLSX)


class RosterPdf(_RosterFile):
    """The roster as PDF."""

    as_what = "PDF"

    def handed_out(self, sheet: TableSheet, name: str) -> HttpResponse:
        """Answer with the printed roster."""
        return pdf_response(render_pdf(sheet), name)


class RosterExport(ScopedFormView):
    """Choose what to export of a batch, and start it."""

    model = Batch
    permission = Perm.ENROLMENT_VIEW
    form_class = ExportForm
    template_name = "candidates/roster_export.html"
    heading = "批量导出"
    submit_label = "开始导出"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope with their station."""
        return super().get_queryset().select_related("station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the batch to the form."""
        return {**super().get_form_kwargs(), "batch": self.object}

    def get_initial(self) -> dict[str, Any]:
        """Ask for whom the address names, as the page of stamped forms does."""
        named = self.request.GET.get("whom")
        return {**super().get_initial(), **({"whom": named} if named in Whom.values else {})}

    def act(self, form: ExportForm) -> str:
        """Start the job and lead to its page."""
        root = self.request.build_absolute_uri("/")
        job = export_batch(batch=self.object, **form.cleaned_data, root=root, actor=self.actor)
        return reverse("jobs:page", kwargs={"pk": job.pk})
