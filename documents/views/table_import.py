"""The page of a table import: template, upload, preview with a verdict a row, confirmation."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.views.base import PortalFormView
from documents.forms import TableUploadForm
from documents.keeping import keep_table
from documents.models import TableUpload, TableUploadQuerySet
from documents.table_import import (
    ImportedRow,
    ImportedTable,
    TableImport,
    errors_workbook,
    read_table,
    template_workbook,
)
from ostami.downloads import XLSX, file_response
from ostami.problems import BlockedError, Problem

PREVIEW_ROWS = 200
NUMBER_DIGITS = 18  # of any key that a database holds
GONE = "这份表格已经导入或已过期（上传后保留 24 小时），没有重复导入。如需继续，请重新上传。"
CHANGED = Problem("上传之后数据有变化，表格中出现了新的问题，没有导入任何一行", remedy="请更正后重新上传")


class TableImportView(PortalFormView):
    """Import of a table at one address.

    GET offers the template and takes a file, ``?template`` is the template, ``?upload=<pk>`` the preview of a
    sent file, with ``&errors`` its rows to correct. POST takes a file, or with ``confirm=<pk>`` imports all
    its rows; while one row has a problem none is imported.

    A subclass names its `permission` and writes `spec`, `write` and `address`. Where rows go into one object,
    the scoped form view comes first: ``class EquipmentImport(ScopedFormView, TableImportView)``; then
    `self.object` is there in all three.
    """

    abstract = True
    form_class = TableUploadForm
    template_name = "documents/import.html"
    heading = "从表格导入"
    submit_label = "上传并检查"

    def spec(self) -> TableImport:
        """Return what the table must look like."""
        raise NotImplementedError

    def template_rows(self) -> Iterable[Sequence[str]]:
        """Return what stands in the template already; nothing, unless people only complete a list."""
        return ()

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Write the rows, all of them in order, within a transaction; return what to tell the person.

        No row has a problem: its values are in `parsed`. What they go into is locked by whoever writes.

        Raises:
            BlockedError: nothing is written, and the preview says why.
        """
        raise NotImplementedError

    def address(self) -> str:
        """Return the page to go to after the import."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the template out, or show the form or the preview."""
        if "template" in request.GET:
            spec = self.spec()
            content = template_workbook(spec, self.template_rows())
            return file_response(content, f"{spec.title}导入模板.xlsx", XLSX)
        if "upload" not in request.GET:
            return super().get(request, *args, **kwargs)
        upload = self._uploads(request.GET["upload"]).first()
        if upload is None:
            return self._back(GONE)
        try:
            return self._errors(upload) if "errors" in request.GET else self._preview(upload)
        except BlockedError as blocked:
            return self._back(str(blocked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a file, or import the one that was previewed."""
        if "confirm" in request.POST:
            return self._confirmed(request.POST["confirm"])
        return super().post(request, *args, **kwargs)

    def act(self, form: TableUploadForm) -> str:
        """Keep a file that can be read, and go to its preview."""
        content: bytes = form.cleaned_data["file"]
        read_table(self.spec(), content)
        upload = keep_table(owner=self.actor, kind=self.request.path, content=content, name=form.file_name)
        return f"{self.request.path}?{urlencode({'upload': upload.pk})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns, which the page explains."""
        return super().get_context_data(**{"spec": self.spec(), "back": self.address(), **kwargs})

    def _uploads(self, number: str) -> TableUploadQuerySet:
        """Return the person's own upload of this very page, by the number in the address."""
        if not number.isdecimal() or len(number) > NUMBER_DIGITS:
            raise Http404
        return TableUpload.objects.visible_to(self.actor).filter(kind=self.request.path, pk=int(number))

    def _read(self, upload: TableUpload) -> ImportedTable:
        return read_table(self.spec(), upload.file.read())

    def _errors(self, upload: TableUpload) -> HttpResponse:
        spec = self.spec()
        content = errors_workbook(spec, self._read(upload))
        return file_response(content, f"{spec.title}问题行.xlsx", XLSX)

    def _preview(self, upload: TableUpload, *, refusal: str = "") -> HttpResponse:
        table = self._read(upload)
        rows = [*table.bad, *table.good] if len(table.rows) > PREVIEW_ROWS else table.rows
        shown = self.spec().shown_headers
        context = {
            "upload": upload,
            "table": table,
            "shown": shown,
            "rows": [(row, [(name, row.raw[name]) for name in shown]) for row in rows[:PREVIEW_ROWS]],
            "refusal": refusal,
        }
        status = 422 if refusal else 200
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _confirmed(self, number: str) -> HttpResponse:
        upload = self._uploads(number).first()
        if upload is None:
            return self._back(GONE)
        try:
            messages.success(self.request, self._imported(upload))
        except TableUpload.DoesNotExist:
            return self._back(GONE)
        except BlockedError as blocked:
            return self._preview(upload, refusal=str(blocked))
        return redirect(self.address())

    @transaction.atomic
    def _imported(self, upload: TableUpload) -> str:
        """Write the table by the rules of this instant, and drop the file; a second click finds it gone."""
        locked = TableUpload.objects.select_for_update().get(pk=upload.pk)
        table = self._read(locked)
        if table.bad:
            raise BlockedError([CHANGED])
        message = self.write(table.rows)
        locked.delete_with_file()
        return message

    def _back(self, reason: str) -> HttpResponse:
        messages.warning(self.request, reason)
        return redirect(self.request.path)
