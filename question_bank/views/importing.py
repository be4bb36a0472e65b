"""Importing questions: template, upload, preview with a verdict a row, confirmation."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from documents.keeping import keep_table, kept_content
from documents.models import TableUpload
from documents.views.table_import import GONE, NUMBER_DIGITS, PREVIEW_ROWS
from ostami.downloads import XLSX, file_response
from ostami.problems import BlockedError, Problem, refuse_if
from question_bank.forms.importing import QuestionUploadForm, TargetForm, WishesForm
from question_bank.importing.jobs import start_import
from question_bank.importing.judging import Target, book_problems, judged
from question_bank.importing.preview import counts_of, shown_rows
from question_bank.importing.report import told
from question_bank.importing.rows import Book, read_book
from question_bank.importing.tables import MOST_QUESTIONS, tables
from question_bank.importing.workbooks import faulty_rows, template
from question_bank.services.importing import import_questions

# More questions than these are stored by a job: nobody waits for a page.
MOST_AT_ONCE = 500


class QuestionImport(PortalFormView):
    """One address: ``?template``, ``?upload=<pk>`` the preview, with ``&errors`` the rows to correct.

    POST takes a file, or with ``confirm=<pk>`` imports the one that was previewed.
    """

    permission = Perm.QUESTION_EDIT
    form_class = QuestionUploadForm
    template_name = "question_bank/import.html"
    heading = "导入理论试题"
    submit_label = "上传并检查"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the template out, or show the form, the preview or the rows to correct."""
        if "template" in request.GET:
            return file_response(template(), "理论试题导入模板.xlsx", XLSX)
        if "upload" not in request.GET:
            return super().get(request, *args, **kwargs)
        upload = self._uploads(request.GET["upload"]).first()
        try:
            if upload is None:
                return self._back(GONE)
            if "errors" in request.GET:
                return file_response(faulty_rows(self._book(upload)), "理论试题问题行.xlsx", XLSX)
            return self._preview(upload, WishesForm())
        except BlockedError as blocked:
            return self._back(str(blocked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a file, or import the one that was previewed."""
        if "confirm" in request.POST:
            return self._confirmed(request.POST["confirm"])
        return super().post(request, *args, **kwargs)

    def act(self, form: QuestionUploadForm) -> str:
        """Keep a file that can be read, with where its questions go, and go to its preview."""
        content: bytes = form.cleaned_data["file"]
        read_book(content)
        target = form.target()
        asked = {"pool": target.pool.value, "trade": target.trade.pk, "level": int(target.level)}
        kind = f"{self.request.path}?{urlencode(asked)}"
        upload = keep_table(owner=self.actor, kind=kind, content=content, name=form.file_name)
        return f"{self.request.path}?{urlencode({'upload': upload.pk})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page explains."""
        explained = {"tables": tables(), "most": MOST_QUESTIONS, "back": _list()}
        return super().get_context_data(**{**explained, **kwargs})

    def _uploads(self, number: str) -> QuerySet[TableUpload]:
        """Return the person's own upload to this page, by the number in the address."""
        if not number.isdecimal() or len(number) > NUMBER_DIGITS:
            raise Http404
        kept = TableUpload.objects.visible_to(self.actor)
        return kept.filter(kind__startswith=f"{self.request.path}?", pk=int(number))

    def _target(self, upload: TableUpload) -> Target:
        """Return where the questions go, by the scope of this instant."""
        form = TargetForm(QueryDict(upload.kind.partition("?")[2]), actor=self.actor)
        if not form.is_valid():
            raise BlockedError([Problem("这个工种或等级已不能出题", remedy="请重新选择后上传")])
        return form.target()

    def _book(self, upload: TableUpload) -> Book:
        return judged(read_book(kept_content(upload)), target=self._target(upload), actor=self.actor)

    def _preview(
        self, upload: TableUpload, wishes: WishesForm, *, refusals: Sequence[Problem] = ()
    ) -> HttpResponse:
        book = self._book(upload)
        context = {
            "upload": upload,
            "target": self._target(upload),
            "book": book,
            "counts": counts_of(book),
            "rows": shown_rows(book, PREVIEW_ROWS),
            "wishes": wishes,
            "refusals": refusals,
            "as_job": len(book.good) > MOST_AT_ONCE,
        }
        return self.render_to_response(self.get_context_data(**context), status=422 if refusals else 200)

    def _confirmed(self, number: str) -> HttpResponse:
        upload = self._uploads(number).first()
        if upload is None:
            return self._back(GONE)
        form = WishesForm(self.request.POST)
        form.is_valid()
        try:
            return redirect(self._imported(upload, form))
        except BlockedError as blocked:
            return self._refused(upload, form, blocked)

    def _imported(self, upload: TableUpload, form: WishesForm) -> str:
        """Import a short workbook, or start the job for a long one; return the next address."""
        wishes, target = form.wishes(), self._target(upload)
        book = self._book(upload)
        if len(book.good) > MOST_AT_ONCE:
            refuse_if(book_problems(book, skip_twins=wishes.skip_twins))
            job = start_import(
                upload=upload, target=target, wishes=wishes, rows=len(book.good), actor=self.actor
            )
            return reverse("jobs:page", kwargs={"pk": job.pk})
        at = arrived_at(self.request)
        done = import_questions(upload=upload, target=target, wishes=wishes, actor=self.actor, at=at)
        messages.success(self.request, told(done))
        return _list()

    def _refused(self, upload: TableUpload, form: WishesForm, blocked: BlockedError) -> HttpResponse:
        """Say why nothing was imported, beside the rows as they are judged by then."""
        if not self._uploads(str(upload.pk)).exists():
            return self._back(GONE)
        try:
            return self._preview(upload, form, refusals=blocked.problems)
        except BlockedError as other:
            return self._back(str(other))

    def _back(self, reason: str) -> HttpResponse:
        messages.warning(self.request, reason)
        return redirect(self.request.path)


def _list() -> str:
    return reverse("question_bank:questions")
