"""Pages of annual plans."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from batches import services
from batches.deciding.turns import plan_turn
from batches.forms import PlanForm
from batches.guards import may_plan, post_of, scope_problems
from batches.models import AnnualPlan, PlanStatus
from batches.selectors import PlanLine, items_for_pages, plan_lines
from batches.views.base import BeginningView, OpenCaseFormView
from ostami import clock
from ostami.problems import Problem
from stations.selectors import own_station
from workflow.views import TransitionView


class PlanNew(BeginningView):
    """Begin a year's plan, or a supplement to an approved one."""

    permission = Perm.PLAN_EDIT
    form_class = PlanForm
    template_name = "batches/plan_new.html"
    heading = "编制年度计划"
    submit_label = "开始编制"
    list_address = "batches:plans"

    def obstacles(self) -> Iterable[Problem]:
        """Return what keeps the station from planning today."""
        return may_plan(own_station(self.actor), on=clock.today())

    def get_initial(self) -> dict[str, Any]:
        """Propose this year."""
        return {"year": clock.today().year}

    def act(self, form: PlanForm) -> str:
        """Make the plan and go to its rows."""
        plan = services.make_plan(
            station=own_station(self.actor),
            year=form.cleaned_data["year"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        messages.success(self.request, f"已开始编制{plan}，请填写计划项。")
        return reverse("batches:plan_grid", kwargs={"pk": plan.pk})


class PlanPage(ScopedDetailView):
    """One plan with its items and their use."""

    model = AnnualPlan
    permission = Perm.PLAN_VIEW
    template_name = "batches/plan.html"
    context_object_name = "plan"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the items, their sum, and what the person may do with them."""
        plan, planner = self.object, self.actor.has_right(Perm.PLAN_EDIT)
        lines = lines_with_problems(plan, user=self.actor)
        own = {
            "lines": lines,
            "turn": plan_turn(plan, at=arrived_at(self.request)),
            "people": sum(line.item.headcount for line in lines),
            "out": sum(line.problem is not None for line in lines),
            "may_edit": plan.is_open and planner,
            "may_discard": planner and not any(services.not_discardable(plan)),
            "may_supplement": planner and plan.status == PlanStatus.APPROVED,
        }
        return super().get_context_data(**{**own, **kwargs})


def lines_with_problems(plan: AnnualPlan, *, user: User) -> list[PlanLine]:
    """Return a plan's items, each with its use and, while no batch holds it, what is wrong with its scope."""
    lines = plan_lines(items_for_pages(plan.items.all()), user=user)
    wrong = scope_problems([line.item for line in lines], plan.station, on=clock.today())
    return [line if line.used else replace(line, problem=wrong.get(post_of(line.item))) for line in lines]


class PlanDiscard(OpenCaseFormView):
    """Throw a draft away that was never handed in."""

    permission = Perm.PLAN_EDIT
    model = AnnualPlan
    form_class = ConfirmForm
    template_name = "batches/plan_discard.html"
    heading = "放弃年度计划"
    submit_label = "放弃这份计划"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; lead back to the plan, with the reason, where it can't be thrown away."""
        self.object = self.get_object()
        problems = list(services.not_discardable(self.object)) if self.object.is_open else []
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(self.object) if problems else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how much goes."""
        return super().get_context_data(**{"items": self.object.items.count(), **kwargs})

    def act(self, form: ConfirmForm) -> str:
        """Delete the draft."""
        label = str(self.object)
        services.discard_plan(plan=self.object, actor=self.actor, at=self.at)
        messages.success(self.request, f"已放弃{label}，填写的计划项已删除。")
        return reverse("batches:plans")


class PlanTransition(TransitionView):
    """Submit, approve or return a plan."""

    model = AnnualPlan
    permission = Perm.PLAN_VIEW
