"""Positions on an evaluation report, the leader's answers, and the report as files."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from exams.evaluation.guards import not_leader
from exams.evaluation.page import figures_on
from exams.evaluation.panel import leads
from exams.evaluation.positions import answer_opposition, no_position, take_position
from exams.evaluation.sections import written
from exams.evaluation.sheets import TITLE, evaluation_sheet
from exams.forms.evaluation import AnswerForm, PositionForm
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from exams.views.evaluation import JOINED
from ostami.downloads import DOCX, file_response
from ostami.problems import Problem

SETTLED = "各考评员均已表态，评价报告已办结。"


class PositionTake(ScopedFormView):
    """Confirm, supplement or oppose a report, which is shown above."""

    permission = Perm.POSITION_TAKE
    model = EvaluationReport
    form_class = PositionForm
    template_name = "exams/evaluation/position.html"
    heading = "对评价报告表态"
    submit_label = "提交意见"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report's words, or what stands in the way."""
        report = self.object
        blocked = list(no_position(report, self.actor))
        if report.status != ReportStatus.ISSUED:
            blocked = [Problem(f"{report}当前状态为“{report.get_status_display()}”，不能表态")]
        return super().get_context_data(
            report=report,
            blocked=blocked,
            figures=None if blocked else figures_on(report),
            sections=[] if blocked else written(report),
            **kwargs,
        )

    def act(self, form: PositionForm) -> str:
        """Take the position and go to the report."""
        at, told = arrived_at(self.request), form.cleaned_data
        position = take_position(report=self.object, actor=self.actor, at=at, **told)
        tell_settled(self.request, position.report, "您的意见已提交。")
        address: str = self.object.get_absolute_url()
        return address


def tell_settled(request: HttpRequest, report: EvaluationReport, done: str) -> None:
    """Say what was done, and that the report has settled with it."""
    settled = EvaluationReport.objects.get(pk=report.pk).status == ReportStatus.SETTLED
    messages.success(request, f"{done}{SETTLED if settled else ''}")


class OppositionAnswer(ScopedFormView):
    """Answer an opposition."""

    permission = Perm.EVALUATION_WRITE
    model = EvaluationReport
    form_class = AnswerForm
    template_name = "exams/evaluation/answer.html"
    heading = "答复反对意见"
    submit_label = "提交答复"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    @property
    def position(self) -> Position:
        """The opposition that the address names."""
        opposed = self.object.positions.filter(stance=Stance.OPPOSE).select_related("examiner")
        found: Position | None = opposed.filter(pk=self.kwargs["position"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the opposition, and what stands in the way."""
        position, report = self.position, self.object
        blocked = [] if leads(report.item, self.actor) else [not_leader(report)]
        if position.answered_at is not None:
            blocked = [Problem("这条反对意见已经答复")]
        return super().get_context_data(report=report, position=position, blocked=blocked, **kwargs)

    def act(self, form: AnswerForm) -> str:
        """Answer and go to the report."""
        at, text = arrived_at(self.request), form.cleaned_data["text"]
        answer_opposition(position=self.position, text=text, actor=self.actor, at=at)
        tell_settled(self.request, self.object, "答复已提交。")
        address: str = self.object.get_absolute_url()
        return address


class _ReportFile(ScopedObjectView):
    """A report that was issued, as a file; a draft is no paper."""

    abstract = True
    permission = Perm.EVALUATION_VIEW
    model = EvaluationReport

    def get_queryset(self) -> QuerySet[Any]:
        """Return the issued reports in scope."""
        issued = super().get_queryset().exclude(status=ReportStatus.DRAFT)
        return issued.select_related(*JOINED, "issued_by")


class EvaluationPdf(_ReportFile):
    """The report as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        report: EvaluationReport = self.get_object()
        return pdf_response(render_pdf(evaluation_sheet(report)), f"{file_stem(report)}.pdf")


class EvaluationDocx(_ReportFile):
    """The report as DOCX."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        report: EvaluationReport = self.get_object()
        return file_response(render_docx(evaluation_sheet(report)), f"{file_stem(report)}.docx", DOCX)


def file_stem(report: EvaluationReport) -> str:
    """Return the file's name without its ending."""
    return f"{TITLE}-{report.item.batch.number}-{report.item}"
