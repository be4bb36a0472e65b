"""Pages of changes of exam dates: the queue, the request, its decision."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView
from accounts.views.lists import FilteredListView
from batches.date_changing import already_requested, date_problems, not_changeable
from batches.deciding.turns import date_change_turn
from batches.forms.date_changes import DateChangeFilter, DateChangeForm
from batches.models import Batch, DateChange, DateChangeQuerySet
from batches.selectors.date_changes import JOINED, compared_days, waiting_first
from batches.services.date_changes import request_date_change
from workflow.views import TransitionView

LOOK = "look"


class DateChangeList(FilteredListView):
    """Changes of exam dates in scope, those that wait first, oldest first."""

    model = DateChange
    permission = Perm.BATCH_VIEW
    template_name = "batches/date_changes.html"

    @cached_property
    def filter_form(self) -> DateChangeFilter:
        """The filter as it stands in the address."""
        asked = DateChangeFilter(self.request.GET)
        asked.is_valid()
        return asked

    def get_queryset(self) -> QuerySet[Any]:
        """Return the changes that the filter leaves."""
        changes = cast("DateChangeQuerySet", super().get_queryset()).select_related(*JOINED)
        if status := self.filter_form.cleaned_data.get("status"):
            changes = changes.filter(status=status)
        return waiting_first(changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person is the one who asks."""
        asks = self.actor.has_right(Perm.DATE_CHANGE_REQUEST)
        return super().get_context_data(asks=asks, **kwargs)


class DateChangeNew(ScopedFormView):
    """Ask for another exam date, with every day that would follow from it."""

    model = Batch
    permission = Perm.DATE_CHANGE_REQUEST
    form_class = DateChangeForm
    template_name = "batches/date_change_new.html"
    heading = "申请调整考试日期"
    submit_label = "提交申请"
    done = "调整申请已提交，等待管理站审批。批准前仍按原考试日期办理。"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the batch to the form."""
        return {**super().get_form_kwargs(), "batch": self.object}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the batch, with the reasons, before anything is typed in vain."""
        self.object = self.get_object()
        problems = [*already_requested(self.object), *not_changeable(self.object)]
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(self.object) if problems else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the request; or show the days that would follow, and store nothing."""
        self.object = self.get_object()
        form = self.get_form()
        if LOOK not in request.POST:
            return self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        form.fields["reason"].required = False
        problems = []
        if form.is_valid():
            chosen = form.cleaned_data["new_date"]
            problems = list(date_problems(self.object, chosen, at=arrived_at(request)))
        return self.render_to_response(self.get_context_data(form=form, problems=problems))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both calendars, once a date is chosen."""
        context = super().get_context_data(batch=self.object, **kwargs)
        chosen = getattr(context["form"], "cleaned_data", {}).get("new_date")
        old = self.object.exam_date
        days = compared_days(self.object, old_date=old, new_date=chosen) if chosen else []
        return {**context, "days": days, "chosen": chosen}

    def act(self, form: DateChangeForm) -> str:
        """Ask, and go to the request."""
        asked = request_date_change(
            batch=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data
        )
        return asked.get_absolute_url()


class DateChangePage(ScopedDetailView):
    """One request: both calendars, whose turn it is, and what was done."""

    model = DateChange
    permission = Perm.BATCH_VIEW
    template_name = "batches/date_change.html"
    context_object_name = "change"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the batch and its station."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both calendars, and whose turn it is."""
        turn = date_change_turn(self.object, at=arrived_at(self.request))
        return super().get_context_data(days=_days(self.object), turn=turn, **kwargs)


class DateChangeTransition(TransitionView):
    """Decide on a request, with both calendars before one's eyes."""

    model = DateChange
    permission = Perm.BATCH_VIEW
    template_name = "batches/date_change_move.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the batch and its station."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both calendars."""
        return super().get_context_data(change=self.object, days=_days(self.object), **kwargs)


def _days(change: DateChange) -> list[Any]:
    return compared_days(change.batch, old_date=change.old_date, new_date=change.new_date)
