"""Uploading finished papers: as PDF, or as a workbook of questions."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from documents.views.table_import import NUMBER_DIGITS
from question_bank.forms.paper_uploads import PaperReplaceForm, PaperUploadForm, PaperWorkbookForm, PdfForm
from question_bank.models import Paper
from question_bank.paper_kinds import PaperSource
from question_bank.papers.workbook import MOST_ROWS
from question_bank.services.paper_uploads import paper_from_pdf, paper_from_workbook, replace_paper_files
from question_bank.services.papers import change_problems

NEXT = "请打开预览核对，再提交复核。"


class PaperUpload(PortalFormView):
    """Upload a paper as PDF; with ``?paper=<pk>`` other files for an open one."""

    permission = Perm.QUESTION_EDIT
    template_name = "question_bank/paper_upload.html"
    submit_label = "上传"
    done = f"试卷已上传。{NEXT}"

    @cached_property
    def paper(self) -> Paper | None:
        """The open paper that gets other files."""
        number = self.request.GET.get("paper", "")
        if not number:
            return None
        if not number.isdecimal() or len(number) > NUMBER_DIGITS:
            raise Http404
        own = Paper.objects.visible_to(self.actor).filter(source=PaperSource.UPLOADED)
        joined = own.select_related("written_by__staff_member", "trade__occupation")
        found: Paper = get_object_or_404(joined, pk=int(number))
        return found

    def get_form_class(self) -> type[PdfForm]:
        """Ask for subject, trade and level of a new paper alone."""
        return PaperReplaceForm if self.paper else PaperUploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the paper whose files are replaced."""
        return {**super().get_form_kwargs(), **({"paper": self.paper} if self.paper else {})}

    def get_initial(self) -> dict[str, Any]:
        """Choose what the address names."""
        return {
            name: self.request.GET[name] for name in ("kind", "trade", "level") if name in self.request.GET
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say beforehand why the files can't be replaced."""
        blocked = list(change_problems(self.paper, self.actor)) if self.paper else []
        heading = "更换试卷文件" if self.paper else "上传 PDF 成卷"
        return super().get_context_data(paper=self.paper, blocked=blocked, heading=heading, **kwargs)

    def act(self, form: PdfForm) -> str:
        """Store the files and show the paper."""
        facts, at = form.facts(), arrived_at(self.request)
        if self.paper is None:
            return paper_from_pdf(actor=self.actor, at=at, **facts).get_absolute_url()
        facts["file"] = facts.pop("paper")
        return replace_paper_files(paper=self.paper, actor=self.actor, at=at, **facts).get_absolute_url()


class PaperWorkbook(PortalFormView):
    """Make a theory paper of all questions of a workbook."""

    permission = Perm.QUESTION_EDIT
    form_class = PaperWorkbookForm
    template_name = "question_bank/paper_workbook.html"
    heading, submit_label = "用试题模板上传理论试卷", "上传并检查"
    done = f"试卷已组成。{NEXT}"

    def get_initial(self) -> dict[str, Any]:
        """Choose what the address names."""
        return {name: self.request.GET[name] for name in ("trade", "level") if name in self.request.GET}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many questions a paper may have."""
        return super().get_context_data(most=MOST_ROWS, **kwargs)

    def act(self, form: PaperWorkbookForm) -> str:
        """Store the paper with its questions and show it."""
        at = arrived_at(self.request)
        return paper_from_workbook(actor=self.actor, at=at, **form.facts()).get_absolute_url()
