"""Approval of many plans in one go."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from batches.forms.plan_bulk import KEY_DIGITS, ApprovePlansForm
from batches.forms.plan_filters import PlanFilter
from batches.models import AnnualPlan, PlanStatus
from batches.plan_bulk import MOST, Outcome, approve_plans, weigh, with_figures

ALL = "all"
# What the address says besides the filters of the list.
CHOICE = ("which", "plan", "page")


class ApprovePlans(PortalFormView):
    """Show what stands in the way of each plan, and approve those that were shown once that is confirmed.

    The address names them: ``which=all`` with the filters of the list, or one ``plan`` key each.
    """

    permission = Perm.PLAN_APPROVE
    form_class = ApprovePlansForm
    template_name = "batches/plan_bulk.html"
    heading = "批量批准年度计划"

    @cached_property
    def plans(self) -> QuerySet[AnnualPlan]:
        """The plans in scope that the address, or the form that was sent, names."""
        plans = AnnualPlan.objects.visible_to(self.actor)
        if self.request.GET.get("which") == ALL:
            waiting = plans.filter(status=PlanStatus.SUBMITTED)
            return PlanFilter(self.request.GET, actor=self.actor).narrow(waiting)
        keys = self.request.GET.getlist("plan")
        return plans.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) <= KEY_DIGITS])

    @property
    def list_address(self) -> str:
        """The list that the plans were chosen from, with its filters."""
        filters = self.request.GET.copy()
        for name in CHOICE:
            filters.pop(name, None)
        return f"{reverse('batches:plans')}?{filters.urlencode()}" if filters else reverse("batches:plans")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the verdicts; lead back to the list where none, or too many were chosen."""
        count = self.plans.count()
        if 0 < count <= MOST:
            return super().get(request, *args, **kwargs)
        many = f"一次最多批准 {MOST} 份年度计划，所选 {count} 份。请缩小筛选范围后分批办理。"
        messages.warning(request, many if count else "还没有选择待审批的年度计划。请在列表中勾选。")
        return redirect(self.list_address)

    def get_initial(self) -> dict[str, Any]:
        """Name those that are shown, and when."""
        keys = ",".join(str(key) for key in self.plans.values_list("pk", flat=True))
        return {"plans": keys, "seen_at": arrived_at(self.request).isoformat()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would become, or became, of each."""
        outcomes: list[Outcome] | None = kwargs.pop("outcomes", None)
        if outcomes is None:
            outcomes = weigh(with_figures(self.plans), actor=self.actor, at=arrived_at(self.request))
        return super().get_context_data(
            outcomes=outcomes,
            list_address=self.list_address,
            ready=sum(outcome.is_ready for outcome in outcomes),
            approved=sum(outcome.is_approved for outcome in outcomes),
            **kwargs,
        )

    def form_valid(self, form: ApprovePlansForm) -> HttpResponse:
        """Approve those that were shown, and show what became of each."""
        shown = AnnualPlan.objects.visible_to(self.actor).filter(pk__in=form.cleaned_data["plans"][:MOST])
        outcomes = approve_plans(
            list(with_figures(shown)),
            actor=self.actor,
            at=arrived_at(self.request),
            seen_at=form.cleaned_data["seen_at"],
            opinion=form.cleaned_data["opinion"],
        )
        return self.render_to_response(self.get_context_data(form=form, outcomes=outcomes, finished=True))
