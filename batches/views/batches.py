"""Pages of batches."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from batches import services
from batches.advice import panel_warnings
from batches.filters import CaseFilter, seen_statuses
from batches.forms import BatchForm, facts_of_batch
from batches.models import Batch, BatchItem, BatchQuerySet, BatchStatus
from batches.selectors import days_of, items_with_panels, planned_people, urgent_first
from batches.views.base import BeginningView, OpenCaseFormView
from ostami import clock
from ostami.problems import Problem
from stations.guards import idle
from stations.selectors import own_station
from workflow.views import TransitionView

LOOKUPS = {"q": "number__icontains", "year": "exam_date__year"}


class BatchList(FilteredListView):
    """Batches, those that wait for staff first, oldest first."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/list.html"

    @cached_property
    def filter_form(self) -> CaseFilter:
        """The filters, with the years and statuses that the person can come across."""
        days = Batch.objects.visible_to(self.actor).dates("exam_date", "year", order="DESC")
        statuses = seen_statuses(BatchStatus, self.actor)
        years = [day.year for day in days]
        return CaseFilter(self.request.GET, actor=self.actor, statuses=statuses, years=years)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches that the filters leave, with what a row shows."""
        batches = cast("BatchQuerySet", super().get_queryset())
        asked = {LOOKUPS.get(name, name): value for name, value in self.filter_form.asked().items()}
        joined = batches.filter(**asked).select_related("station__organisation")
        items = BatchItem.objects.select_related("plan_item__trade__occupation")
        return urgent_first(joined).prefetch_related(Prefetch("items", items))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day, and whether the person applies for batches."""
        may_edit = self.actor.has_right(Perm.BATCH_EDIT)
        return super().get_context_data(today=clock.today(), may_edit=may_edit, **kwargs)


class BatchNew(BeginningView):
    """Begin an application."""

    permission = Perm.BATCH_EDIT
    form_class = BatchForm
    template_name = "batches/batch_form.html"
    heading = "申请批次"
    submit_label = "保存并选用计划项"
    list_address = "batches:list"

    def obstacles(self) -> Iterable[Problem]:
        """Return what keeps the station from applying today."""
        return idle(own_station(self.actor), on=clock.today())

    def act(self, form: BatchForm) -> str:
        """Make the draft and go to it."""
        station = own_station(self.actor)
        at = arrived_at(self.request)
        return services.make_batch(
            station=station, actor=self.actor, at=at, **form.cleaned_data
        ).get_absolute_url()


class BatchEdit(OpenCaseFormView):
    """Change an application as a whole."""

    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = BatchForm
    template_name = "batches/batch_form.html"
    heading = "修改批次申请"
    done = "批次申请已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is stored."""
        return facts_of_batch(self.object)

    def act(self, form: BatchForm) -> str:
        """Change the application and go back to it."""
        services.change_batch(batch=self.object, actor=self.actor, at=self.at, **form.cleaned_data)
        return self.case_page


class BatchPage(ScopedDetailView):
    """One batch: its calendar, its items with their panels, what the apps above add, and its history."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/batch.html"
    context_object_name = "batch"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the calendar, the items, and the warnings for whoever decides."""
        batch = self.object
        decides = _decides(self.actor, batch)
        may_edit = batch.is_open and self.actor.has_right(Perm.BATCH_EDIT)
        return super().get_context_data(
            days=days_of(batch, today=clock.today()),
            items=items_with_panels(batch),
            people=planned_people(batch),
            may_edit=may_edit,
            warnings=list(panel_warnings(batch)) if decides or may_edit else [],
            **kwargs,
        )


class BatchTransition(TransitionView):
    """Move a batch along; whoever approves or returns it reads the panels' warnings there too."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the warnings, with what the station says to them, for whoever decides."""
        warnings = list(panel_warnings(self.object)) if _decides(self.actor, self.object) else []
        items = items_with_panels(self.object) if warnings else []
        return super().get_context_data(warnings=warnings, items=items, **kwargs)


def _decides(actor: User, batch: Batch) -> bool:
    return actor.has_right(Perm.BATCH_APPROVE) and batch.status == BatchStatus.SUBMITTED
