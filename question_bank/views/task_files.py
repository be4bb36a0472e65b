"""A practical task's files: its preview as PDF, the document as it was sent, the empty template."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalView, ScopedObjectView
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.watermarks import practice_mark
from ostami.clock import SHANGHAI
from ostami.downloads import DOCX, file_response
from question_bank.looks import record_task_look
from question_bank.models import PracticalTask
from question_bank.papers.kept_secret import task_is_secret
from question_bank.sheets.task import TITLE, paper_of, task_sheet, template_sheet
from workflow import audit

KEPT_BACK = "这道题已封存为试卷，考试结束前不能查看和下载（服务指南 4.5.1-6）。"


class TaskFile(ScopedObjectView):
    """A file with a task's words: refused while the task is a sealed paper whose exam isn't over."""

    abstract = True
    model = PracticalTask

    def readable_task(self) -> PracticalTask:
        """Return the task.

        Raises:
            PermissionDenied: it is kept back.
        """
        task: PracticalTask = self.get_object()
        if task_is_secret(task, arrived_at(self.request)):
            raise PermissionDenied(KEPT_BACK)
        return task


class TaskPdf(TaskFile):
    """The task as it prints; every page says who had it made, and when."""

    permission = Perm.QUESTION_VIEW

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Hand the paper out."""
        task = self.readable_task()
        record_task_look(task, actor=self.actor)
        made = arrived_at(request).astimezone(SHANGHAI)
        footer = f"{self.actor}　{made:%Y-%m-%d %H:%M}　内部预览，不得外传"
        sheet = task_sheet(paper_of(task), watermark=practice_mark("预览"), footer=footer)
        return pdf_response(render_pdf(sheet), f"{task}.pdf")


class TaskDocx(TaskFile):
    """The Word document as it was sent; each time is recorded."""

    permission = Perm.QUESTION_VIEW

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Hand the document out."""
        task = self.readable_task()
        audit.record(
            task,
            action="download",
            sentence="下载了实操试题的 Word 文档",
            actor=self.actor,
            at=arrived_at(request),
        )
        with task.file.open() as file:
            return file_response(file.read(), f"{task}.docx", DOCX)


class TaskTemplate(PortalView):
    """The empty document to fill in."""

    permission = Perm.QUESTION_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the template out."""
        return file_response(render_docx(template_sheet()), f"{TITLE}模板.docx", DOCX)
