"""Supervision reports: the list, a report's page, and its moves."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from exams.forms.supervision_reports import MoveForm, ReportFilter
from exams.models import SupervisionReport, SupervisionReportStatus
from exams.supervising.checklist import findings
from exams.supervising.deadlines import overdue_words
from exams.supervising.photos import photos_shown, rectification_shown
from exams.supervising.selectors import JOINED, overdue, unreported
from ostami import clock
from stations.models import Station
from workflow.views import TransitionView

SEVERAL_STATIONS = (Role.MANAGEMENT, Role.CENTRE, Role.BRANCH, Role.SUPERVISOR)


class ReportList(FilteredListView):
    """Reports in scope, the latest exam first, with what is late; to management, what isn't in yet."""

    permission = Perm.SUPERVISION_REPORT_VIEW
    model = SupervisionReport
    template_name = "exams/supervision_reports/list.html"

    @cached_property
    def filter_form(self) -> ReportFilter:
        """The filters as they stand in the address."""
        return ReportFilter(self.request.GET, by_station=self.actor.role in SEVERAL_STATIONS)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the reports that the filters leave."""
        asked, today = self.filter_form.cleaned_data, clock.day_of(arrived_at(self.request))
        reports = super().get_queryset().select_related(*JOINED)
        if word := asked.get("station"):
            reports = reports.filter(assignment__batch__station__in=Station.objects.search(word))
        for name in ("status", "conclusion"):
            if value := asked.get(name):
                reports = reports.filter(**{name: value})
        if asked.get("overdue"):
            reports = overdue(reports, on=today)
        return reports.order_by("-assignment__batch__exam_date", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is late, and who hasn't reported though the exam was held."""
        context = super().get_context_data(**kwargs)
        today = clock.day_of(arrived_at(self.request))
        rows = [(report, overdue_words(report, on=today)) for report in context["object_list"]]
        sees_people = self.actor.has_right(Perm.SUPERVISION_VIEW)
        missing = list(unreported(self.actor, on=today)) if sees_people else []
        return {**context, "rows": rows, "missing": missing}


class ReportPage(ScopedDetailView):
    """One report with its checklist, photographs, rectification and history."""

    permission = Perm.SUPERVISION_REPORT_VIEW
    model = SupervisionReport
    template_name = "exams/supervision_reports/page.html"
    context_object_name = "report"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the checklist, and what the person may see and write."""
        report: SupervisionReport = self.object
        photos = list(photos_shown(report, self.actor))
        told = rectification_shown(report, self.actor) and report.rectify_by is not None
        return super().get_context_data(
            checklist=findings(report.checks),
            photos=[one for one in photos if not one.of_rectification],
            rectification_photos=[one for one in photos if one.of_rectification],
            shows_rectification=told,
            overdue=overdue_words(report, on=clock.day_of(arrived_at(self.request))),
            writes=self._may(Perm.SUPERVISION_REPORT, SupervisionReportStatus.DRAFT),
            rectifies=self._may(Perm.RECTIFY, SupervisionReportStatus.RECTIFYING),
            **kwargs,
        )

    def _may(self, right: Perm, status: SupervisionReportStatus) -> bool:
        return bool(self.actor.has_right(right) and self.object.status == status)


class ReportMove(TransitionView):
    """Hand a report in, have something put right, check it, close it."""

    permission = Perm.SUPERVISION_REPORT_VIEW
    model = SupervisionReport
    form_class = MoveForm

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the guards read."""
        return super().get_queryset().select_related(*JOINED)

    def get_initial(self) -> dict[str, Any]:
        """Propose the last day that stands, unless it is over."""
        last = self.object.rectify_by
        today = clock.day_of(arrived_at(self.request))
        return {"rectify_by": last} if last and last >= today else {}

    def told(self, form: MoveForm) -> dict[str, Any]:  # type: ignore[override]  # its own form
        """Tell the last day."""
        return {"rectify_by": form.cleaned_data["rectify_by"]} if "rectify_by" in form.fields else {}
