"""Form F1 as files, filled in and empty."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedObjectView
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from ostami.downloads import DOCX, file_response
from stations.models import StationApplication
from stations.sheets import TITLE, f1_sheet

NAME = TITLE.replace("\n", "")


def _name(application: StationApplication, ending: str) -> str:
    who = application.host_organization or application.organisation.name
    return f"{NAME}-{who}-{application.get_kind_display()}.{ending}"


class FormPdf(ScopedObjectView):
    """The form of an application as PDF, to print, sign and seal."""

    model = StationApplication
    permission = Perm.APPLICATION_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        application: StationApplication = self.get_object()
        return pdf_response(render_pdf(f1_sheet(application)), _name(application, "pdf"))


class FormDocx(ScopedObjectView):
    """The form of an application as DOCX."""

    model = StationApplication
    permission = Perm.APPLICATION_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        application: StationApplication = self.get_object()
        return file_response(render_docx(f1_sheet(application)), _name(application, "docx"), DOCX)


class EmptyPdf(PublicMixin, View):
    """The empty form as PDF; a school may read it before it registers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        return pdf_response(render_pdf(f1_sheet(None)), f"{NAME}（空表）.pdf")


class EmptyDocx(PublicMixin, View):
    """The empty form as DOCX."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        return file_response(render_docx(f1_sheet(None)), f"{NAME}（空表）.docx", DOCX)
