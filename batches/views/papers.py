"""The approval table of a batch as files."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from batches.models import Batch
from batches.sheets.approvals import TITLE, approval_sheet
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from ostami.downloads import DOCX, file_response


class _ApprovalTable(ScopedObjectView):
    abstract = True
    model = Batch
    permission = Perm.BATCH_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope that were handed in at least once."""
        return super().get_queryset().exclude(number=None).select_related("station__organisation")


class ApprovalPdf(_ApprovalTable):
    """The approval table as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        batch: Batch = self.get_object()
        return pdf_response(render_pdf(approval_sheet(batch)), f"{TITLE}-{batch.number}.pdf")


class ApprovalDocx(_ApprovalTable):
    """The approval table as DOCX."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        batch: Batch = self.get_object()
        return file_response(render_docx(approval_sheet(batch)), f"{TITLE}-{batch.number}.docx", DOCX)
