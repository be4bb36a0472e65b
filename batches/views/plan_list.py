"""The list of annual plans."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.lists import FilteredListView
from batches.deciding.turns import turns_of
from batches.forms.plan_filters import PlanFilter
from batches.models import AnnualPlan, PlanStatus
from batches.plan_bulk import with_figures


class PlanList(FilteredListView):
    """Annual plans, those that wait for staff first; management ticks those that it approves."""

    model = AnnualPlan
    permission = Perm.PLAN_VIEW
    template_name = "batches/plan_list.html"

    @cached_property
    def filter_form(self) -> PlanFilter:
        """The filters, with what the person can come across."""
        return PlanFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plans that the filters leave, with their figures."""
        return with_figures(self.filter_form.narrow(super().get_queryset()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose turn it is with each plan, and what the person may do."""
        context = super().get_context_data(
            may_edit=self.actor.has_right(Perm.PLAN_EDIT),
            may_sum=self.actor.has_right(Perm.PLAN_SUMS),
            sees_several=self.actor.role != Role.STATION,
            **kwargs,
        )
        rows = turns_of(context["object_list"], at=arrived_at(self.request))
        return {**context, "rows": rows, **self._waiting()}

    def _waiting(self) -> dict[str, Any]:
        """Return how many plans, of those that the filters leave, can be approved in one go."""
        if not self.actor.has_right(Perm.PLAN_APPROVE):
            return {}
        plans = self.filter_form.narrow(AnnualPlan.objects.visible_to(self.actor))
        return {"waiting": plans.filter(status=PlanStatus.SUBMITTED).count()}
