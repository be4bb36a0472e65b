"""Files of an enrolment: the personal form and the uploaded pictures."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedObjectView
from candidates.looks import record_form_download, record_identity_look
from candidates.models import Enrolment, Upload
from candidates.selectors import ENROLMENT_FACTS
from candidates.sheets import FORM_TITLE, blank_personal_form, personal_form
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.sheets import FormSheet
from ostami.downloads import DOCX, file_response, picture_response


class _FormFile(ScopedObjectView):
    abstract = True
    model = Enrolment
    permission = Perm.ENROLMENT_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments in scope with all that the form prints."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS).prefetch_related("history", "uploads")

    def sheet(self, enrolment: Enrolment) -> FormSheet:
        """Return the form; its code leads to this portal."""
        return personal_form(enrolment, root=self.request.build_absolute_uri("/"))

    def name(self, enrolment: Enrolment, ending: str) -> str:
        """Return the file's name."""
        return f"个人申报表-{enrolment.candidate.name}-{enrolment.batch.number}.{ending}"


class FormPdf(_FormFile):
    """The personal form as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; a look of staff is recorded."""
        enrolment: Enrolment = self.get_object()
        record_form_download(enrolment, actor=self.actor, as_what="PDF")
        return pdf_response(render_pdf(self.sheet(enrolment)), self.name(enrolment, "pdf"))


class FormDocx(_FormFile):
    """The personal form as DOCX."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; a look of staff is recorded."""
        enrolment: Enrolment = self.get_object()
        record_form_download(enrolment, actor=self.actor, as_what="DOCX")
        return file_response(render_docx(self.sheet(enrolment)), self.name(enrolment, "docx"), DOCX)


class BlankFormPdf(PublicMixin, View):
    """The empty personal form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        return pdf_response(render_pdf(blank_personal_form()), f"{FORM_TITLE}（空表）.pdf")


class UploadFile(ScopedObjectView):
    """An uploaded picture."""

    model = Upload
    permission = Perm.ENROLMENT_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the picture; a look of staff at an identity document is recorded."""
        upload: Upload = self.get_object()
        record_identity_look(upload.enrolment, actor=self.actor, kind=upload.kind)
        ending = "png" if upload.content_type == "image/png" else "jpg"
        return picture_response(upload.file.read(), f"{upload}.{ending}", upload.content_type)
