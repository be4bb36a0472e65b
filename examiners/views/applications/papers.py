"""Form F2 as files: filled in, empty, and a whole class of applications at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedObjectView
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from examiners.forms.application_filter import ApplicationFilter
from examiners.looks import record_form_download
from examiners.models import ExaminerApplication
from examiners.queue import urgent_first
from examiners.sheets import TITLE, f2_sheet
from examiners.views.applications.base import JOINED
from ostami.downloads import DOCX, file_response

CLASS_MAX = 100
KEY_DIGITS = 18  # of any key that a database holds
NOBODY = "没有可以打印的申报。请先勾选，或放宽筛选条件。"
TOO_MANY = f"一次最多打印 {CLASS_MAX} 份审批表，请勾选一部分或增加筛选条件。"


class _FormFile(ScopedObjectView):
    abstract = True
    model = ExaminerApplication
    permission = Perm.EXAMINER_APPLICATION_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return the applications in scope with all that the form prints."""
        return super().get_queryset().select_related(*JOINED).prefetch_related("evidence")

    def name(self, application: ExaminerApplication, ending: str) -> str:
        """Return the file's name."""
        return f"{TITLE}-{application.person_name}.{ending}"


class FormPdf(_FormFile):
    """The form of an application as PDF, to print, sign and seal."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; it is recorded, as it holds the full document number."""
        application: ExaminerApplication = self.get_object()
        record_form_download(application, actor=self.actor, as_what="PDF")
        return pdf_response(render_pdf(f2_sheet(application)), self.name(application, "pdf"))


class FormDocx(_FormFile):
    """The form of an application as DOCX."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; it is recorded, as it holds the full document number."""
        application: ExaminerApplication = self.get_object()
        record_form_download(application, actor=self.actor, as_what="DOCX")
        return file_response(render_docx(f2_sheet(application)), self.name(application, "docx"), DOCX)


class ClassPdf(_FormFile):
    """The forms of many applications in one file: those ticked in the list, or all that its filters leave."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out; every form in it is recorded."""
        chosen = list(self.chosen(request.GET)[: CLASS_MAX + 1])
        if not chosen or len(chosen) > CLASS_MAX:
            messages.warning(request, TOO_MANY if chosen else NOBODY)
            return redirect(f"{reverse('examiner_applications:list')}?{_filters(request.GET)}")
        for application in chosen:
            record_form_download(application, actor=self.actor, as_what="合并 PDF")
        return pdf_response(render_pdf([f2_sheet(one) for one in chosen]), f"{TITLE}（{len(chosen)} 份）.pdf")

    def chosen(self, asked: QueryDict) -> QuerySet[Any]:
        """Return the applications that were asked for, in the order of the list."""
        found = self.get_queryset().filter(ApplicationFilter(asked, actor=self.actor).condition())
        keys = [key for key in asked.getlist("ids") if _is_key(key)]
        if "ids" in asked:
            found = found.filter(pk__in=keys)
        return urgent_first(found, user=self.actor)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS


def _filters(asked: QueryDict) -> str:
    """Return the address's filters without the rows that were ticked."""
    kept = asked.copy()
    kept.pop("ids", None)
    return kept.urlencode()


class EmptyPdf(PublicMixin, View):
    """The empty form as PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        return pdf_response(render_pdf(f2_sheet(None)), f"{TITLE}（空表）.pdf")


class EmptyDocx(PublicMixin, View):
    """The empty form as DOCX."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        return file_response(render_docx(f2_sheet(None)), f"{TITLE}（空表）.docx", DOCX)
