"""Supervision: the list of batches, whom to send, and the assignments."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView
from accounts.views.lists import FilteredListView
from batches.models import Batch
from exams.dispatching import candidates, grown_unfit, not_dispatchable
from exams.forms.supervision import AssignForm, SupervisionFilter
from exams.models import SupervisionAssignment
from exams.services import assign_supervisor
from exams.supervised import CONCERNED, SupervisionState, drawable, months, people_of, shown
from stations.models import Station
from workflow.views import TransitionView


class SupervisionList(FilteredListView):
    """Batches in the draw's range, and all others on demand, with where each stands."""

    permission = Perm.SUPERVISION_VIEW
    model = Batch
    template_name = "exams/supervision/list.html"

    @cached_property
    def filter_form(self) -> SupervisionFilter:
        """The filters as they stand in the address."""
        provinces = Station.objects.visible_to(self.actor).provinces()
        return SupervisionFilter(self.request.GET, months=months(self.actor), provinces=provinces)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches that the filters leave, with the supervisors sent there."""
        asked = self.filter_form.cleaned_data
        batches = shown(
            self.actor,
            at=arrived_at(self.request),
            states=self._states(),
            month=self.filter_form.month_asked,
        )
        if word := asked.get("station"):
            batches = batches.filter(station__in=Station.objects.search(word))
        if province := asked.get("province"):
            batches = batches.filter(station__organisation__province=province)
        live = SupervisionAssignment.objects.live().select_related("supervisor__organisation")
        return batches.prefetch_related(Prefetch("supervisions", live.order_by("pk"), to_attr="sent"))

    def _states(self) -> Collection[str] | None:
        asked = self.filter_form.cleaned_data
        if state := asked.get("state"):
            return (state,)
        return None if asked.get("range") == "all" else CONCERNED

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, QuerySet[Any], bool]:
        """Page through the keys: to count the rows and to cut a page would each weigh everybody's people."""
        keys = list(queryset.values_list("pk", flat=True))
        paginator, page, chosen, several = super().paginate_queryset(keys, page_size)
        return paginator, page, queryset.filter(pk__in=chosen), several

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the states, whom to send where, and how many can be drawn."""
        context = super().get_context_data(**kwargs)
        at = arrived_at(self.request)
        may_send = self.actor.has_right(Perm.SUPERVISION_DISPATCH)
        context["rows"] = [
            {
                "batch": batch,
                "state": SupervisionState(batch.supervision),
                "may_send": may_send and not any(not_dispatchable(batch, at=at)),
            }
            for batch in context["object_list"]
        ]
        return {**context, "may_send": may_send, "drawable": drawable(self.actor, at=at).count()}


class SupervisionAssign(ScopedFormView):
    """Send a supervisor to a batch."""

    permission = Perm.SUPERVISION_DISPATCH
    model = Batch
    form_class = AssignForm
    template_name = "exams/supervision/assign.html"
    heading = "选派督导员"
    submit_label = "确认选派"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station and the draw."""
        return super().get_queryset().select_related("station__organisation", "drawn_for__draw")

    @property
    def drawn_for(self) -> Any:
        """The draw that drew the batch, or None."""
        return getattr(self.object, "drawn_for", None)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whether a reason is needed."""
        return {**super().get_form_kwargs(), "drawn": self.drawn_for is not None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people with what speaks for and against each, and who is sent already."""
        at, batch = arrived_at(self.request), self.object
        closed = list(not_dispatchable(batch, at=at))
        people = [] if closed else candidates(batch, actor=self.actor, at=at)
        sent = batch.supervisions.live().select_related("supervisor__organisation").order_by("pk")
        return super().get_context_data(
            closed=closed,
            fit=[one for one in people if not one.problems],
            unfit=[one for one in people if one.problems],
            sent=sent,
            people=people_of(batch),
            drawn=self.drawn_for,
            **kwargs,
        )

    def act(self, form: AssignForm) -> str:
        """Send, and go to the assignment."""
        told = form.cleaned_data
        sent = assign_supervisor(batch=self.object, actor=self.actor, at=arrived_at(self.request), **told)
        mailed = "通知已发往其邮箱。" if sent.supervisor.email else "其未登记邮箱，请另行通知本人。"
        messages.success(self.request, f"已选派{sent.supervisor}。{mailed}")
        return sent.get_absolute_url()


class AssignmentPage(ScopedDetailView):
    """One assignment with its history."""

    permission = Perm.SUPERVISION_VIEW
    model = SupervisionAssignment
    template_name = "exams/supervision/assignment.html"
    context_object_name = "assignment"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        joined = ("batch__station__organisation", "supervisor__organisation", "supervisor__station", "draw")
        return super().get_queryset().select_related(*joined)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the supervisor can no longer go, if so, and how many people sit the exam."""
        unfit = grown_unfit(self.object) if self.object.is_live else []
        return super().get_context_data(unfit=unfit, people=people_of(self.object.batch), **kwargs)


class AssignmentMove(TransitionView):
    """Recall an assignment."""

    permission = Perm.SUPERVISION_VIEW
    model = SupervisionAssignment
