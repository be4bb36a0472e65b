"""Writing a supervision report, and what the station put right."""

import json
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.autosave import AutosaveView
from accounts.views.base import ScopedDetailView
from exams.forms.supervision_reports import RectificationForm, ReportForm
from exams.models import SupervisionAssignment, SupervisionReport, SupervisionReportStatus
from exams.supervised import people_of
from exams.supervising.drafting import begin_report, save_rectification, save_report
from exams.supervising.seen import overtaken, tokens
from exams.supervising.selectors import JOINED
from ostami.problems import BlockedError
from stations.models import Position


class ReportBegin(ScopedDetailView):
    """A supervisor's assignment: where to go, whom to ask for, and the way to the report."""

    permission = Perm.SUPERVISION_REPORT
    model = SupervisionAssignment
    template_name = "exams/supervision_reports/begin.html"
    context_object_name = "assignment"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the exam and the report."""
        rows = (
            super()
            .get_queryset()
            .select_related("batch__station__organisation", "supervisor__organisation", "report")
        )
        return rows.prefetch_related("batch__items__plan_item__trade__occupation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report, how many people sit the exam, and whom to ask for: not told once recalled."""
        assignment: SupervisionAssignment = self.object
        managers = assignment.batch.station.staff.serving().filter(position=Position.MANAGER)
        facts = {
            "report": getattr(assignment, "report", None),
            "people": people_of(assignment.batch),
            "managers": managers if assignment.is_live else [],
        }
        return super().get_context_data(**{**facts, **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the report, or go on with it."""
        assignment: SupervisionAssignment = self.get_object()
        try:
            report = begin_report(assignment=assignment, actor=self.actor)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect("exams:supervision_report_begin", pk=pk)
        if report.status == SupervisionReportStatus.DRAFT:
            return redirect("exams:supervision_report_fill", pk=report.pk)
        return redirect(report)


class _Writing(AutosaveView):
    """A form on a report that is still open to its writer; leads back to the report where it isn't."""

    abstract = True
    model = SupervisionReport
    context_object_name = "report"
    open_in: SupervisionReportStatus

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or say that nothing can be changed."""
        self.object = self.get_object()
        if self.object.status != self.open_in:
            messages.warning(
                request, f"督导报告当前状态为“{self.object.get_status_display()}”，内容不能修改。"
            )
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form from the report."""
        return {**super().get_form_kwargs(), "report": self.object}

    def act(self, form: Any) -> str:
        """Store what is there; go on to the photographs where the button says so.

        What was changed in another window is told and thereby seen: who saves again means it.
        """
        try:
            self.save(form)
        except BlockedError:
            form.show_as_seen(overtaken(self.get_object(), form.told(), form.seen_tokens()))
            raise
        if "photos" in self.request.POST:
            return reverse(self.photos_page, kwargs={"pk": self.object.pk})
        return str(self.object.get_absolute_url())

    photos_page: str

    def saved_values(self, form: Any) -> dict[str, str]:
        """Tell the page what is stored: it shows just that from here on."""
        return {"seen": json.dumps({**form.seen_tokens(), **tokens(form.told())})}


class ReportFill(_Writing):
    """The checklist on a phone: any part of it can be stored at any time."""

    permission = Perm.SUPERVISION_REPORT
    form_class = ReportForm
    template_name = "exams/supervision_reports/fill.html"
    heading = "填写督导报告"
    done = "督导报告草稿已保存。"
    open_in = SupervisionReportStatus.DRAFT
    photos_page = "exams:supervision_photos"

    def save(self, form: ReportForm) -> None:
        """Store the answers that are right."""
        told = {"checks": form.checks(), "written": form.written(), "seen": form.seen_tokens()}
        save_report(report=self.object, actor=self.actor, **told)


class Rectify(_Writing):
    """What the station put right."""

    permission = Perm.RECTIFY
    form_class = RectificationForm
    template_name = "exams/supervision_reports/rectify.html"
    heading = "填写整改情况"
    done = "整改情况已保存，尚未提交。"
    open_in = SupervisionReportStatus.RECTIFYING
    photos_page = "exams:rectification_photos"

    def save(self, form: RectificationForm) -> None:
        """Store the text unless it is too long."""
        if "rectification" in form.cleaned_data:
            text = form.cleaned_data["rectification"]
            seen = form.seen_tokens()
            save_rectification(report=self.object, actor=self.actor, text=text, seen=seen)
