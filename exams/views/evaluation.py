"""Evaluation reports: the list, the report, and the leader's writing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView, ScopedListView
from batches.models import BatchItem
from exams.evaluation.guards import nobody_sat, not_leader, not_written
from exams.evaluation.page import figures_on, report_page
from exams.evaluation.panel import leads, own_items, report_of, with_panels
from exams.evaluation.sections import SECTIONS
from exams.evaluation.work import items_for, work_on
from exams.evaluation.writing import begin_report, change_report
from exams.forms.evaluation import ReportForm
from exams.models import EvaluationReport, ReportStatus
from exams.scoring.rows import rows_of
from ostami import clock
from workflow.views import TransitionView

JOINED = (
    "item__batch__station__organisation",
    "item__plan_item__trade__occupation",
    "item__leader__user",
    "writer__user",
)


class EvaluationList(ScopedListView):
    """The trades that were examined, each with its report: an examiner's own, or those in scope."""

    permission = Perm.EVALUATION_VIEW
    model = BatchItem
    template_name = "exams/evaluation/list.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the trades that the person may see."""
        return items_for(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far each report is."""
        context = super().get_context_data(**kwargs)
        return {**context, "works": [work_on(item, self.actor) for item in context["object_list"]]}


class EvaluationBegin(ScopedFormView):
    """Begin the report of a trade; where it was begun, go there."""

    permission = Perm.EVALUATION_WRITE
    model = BatchItem
    form_class = ConfirmForm
    template_name = "exams/evaluation/begin.html"
    heading = "填写评价报告"
    submit_label = "开始填写"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the items of the own panels."""
        return with_panels(own_items(self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what begins, or go to what was begun."""
        begun = report_of(self.get_object())
        return redirect(begun) if begun else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way."""
        item = self.object
        if not leads(item, self.actor):
            blocked = [not_leader(EvaluationReport(item=item))]
        else:
            day = clock.day_of(arrived_at(self.request))
            blocked = [*not_written(item.batch, day=day), *nobody_sat(item)]
        return super().get_context_data(item=item, blocked=blocked, **kwargs)

    def act(self, form: ConfirmForm) -> str:
        """Begin, and go on to the writing."""
        report = begin_report(item=self.object, actor=self.actor, at=arrived_at(self.request))
        return reverse("exams:evaluation_write", args=[report.pk])


class EvaluationPage(ScopedDetailView):
    """One report with its figures, positions and history."""

    permission = Perm.EVALUATION_VIEW
    model = EvaluationReport
    template_name = "exams/evaluation/report.html"
    context_object_name = "report"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED).prefetch_related("positions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person may see of it, and may do."""
        page = report_page(self.object, self.actor)
        rows = rows_of(self.object.item) if page.shown else []
        return super().get_context_data(page=page, rows=rows, **kwargs)


class EvaluationWrite(ScopedFormView):
    """Write the sections, with the figures beside."""

    permission = Perm.EVALUATION_WRITE
    model = EvaluationReport
    form_class = ReportForm
    template_name = "exams/evaluation/write.html"
    heading = "填写评价报告"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the sections of a draft to its leader; of an issued report, the report."""
        report = self.get_object()
        if not leads(report.item, self.actor):
            raise PermissionDenied(str(not_leader(report)))
        if report.status != ReportStatus.DRAFT:
            return redirect(report)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, str]:
        """Show what is stored."""
        stored = {name: getattr(self.object, name) for name in SECTIONS}
        return {**stored, **{f"seen_{name}": text for name, text in stored.items()}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures; after a refusal, what is stored has been seen."""
        context = super().get_context_data(report=self.object, figures=figures_on(self.object), **kwargs)
        form = context["form"]
        if form.is_bound:
            form.data = form.data.copy()
            form.data.update({f"seen_{name}": getattr(self.object, name) for name in SECTIONS})
        return context

    def act(self, form: ReportForm) -> str:
        """Save, and go to the report."""
        at, facts = arrived_at(self.request), form.facts()
        saved = change_report(report=self.object, facts=facts, actor=self.actor, at=at, seen=form.seen())
        empty = sum(not text for text in facts.values())
        rest = f"还有 {empty} 栏没有填写。" if empty else "确认无误后请签发。"
        messages.success(self.request, f"已保存，{rest}签发前其他人看不到内容。")
        return saved.get_absolute_url()


class EvaluationMove(TransitionView):
    """Issue a report, take it back, or send it back."""

    permission = Perm.EVALUATION_VIEW
    model = EvaluationReport
    not_offered = frozenset({"settle"})

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)
