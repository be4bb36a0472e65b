"""Pages of annual plans."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from batches import services
from batches.filters import CaseFilter, seen_statuses
from batches.forms import PlanForm, PlanItemForm, facts_of
from batches.guards import may_plan
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.selectors import items_for_pages, plan_lines, plans_urgent_first
from batches.views.base import BeginningView, OpenCaseFormView, RemovalView
from ostami import clock
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import Problem
from stations.selectors import own_station
from workflow.views import TransitionView


class PlanList(FilteredListView):
    """Annual plans, those that wait for staff first."""

    model = AnnualPlan
    permission = Perm.PLAN_VIEW
    template_name = "batches/plan_list.html"

    @cached_property
    def filter_form(self) -> CaseFilter:
        """The filters, with the years and statuses that the person can come across."""
        plans = AnnualPlan.objects.visible_to(self.actor)
        years = plans.order_by("-year").values_list("year", flat=True).distinct()
        statuses = seen_statuses(PlanStatus, self.actor)
        form = CaseFilter(self.request.GET, actor=self.actor, statuses=statuses, years=years)
        del form.fields["q"]
        return form

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plans that the filters leave, with their figures."""
        plans = super().get_queryset().filter(**self.filter_form.asked())
        plans = plans.select_related("station__organisation")
        people = Sum("items__headcount")
        return plans_urgent_first(plans.annotate(people=people)).prefetch_related("items")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person makes plans."""
        return super().get_context_data(may_edit=self.actor.has_right(Perm.PLAN_EDIT), **kwargs)


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
        """Make the plan and go to it."""
        plan = services.make_plan(
            station=own_station(self.actor),
            year=form.cleaned_data["year"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return plan.get_absolute_url()


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
        """Add the items, their sum, and whether the person may change them."""
        lines = plan_lines(items_for_pages(self.object.items.all()), user=self.actor)
        return super().get_context_data(
            lines=lines,
            people=sum(line.item.headcount for line in lines),
            may_edit=self.object.is_open and self.actor.has_right(Perm.PLAN_EDIT),
            **kwargs,
        )


class PlanItemMixin(OpenCaseFormView):
    """A form on a plan's item."""

    abstract = True
    permission = Perm.PLAN_EDIT
    model = AnnualPlan

    @cached_property
    def item(self) -> PlanItem:
        """The item of this plan that the address names."""
        return get_object_or_404(items_for_pages(self.object.items.all()), pk=self.kwargs["item"])


class PlanItemNew(PlanItemMixin):
    """Add an item; too many people are offered to be split (guide 4.5.1-1)."""

    form_class = PlanItemForm
    template_name = "batches/plan_item.html"
    heading = "添加计划项"
    submit_label = "添加"
    done = "计划项已添加。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the station to the form."""
        return {**super().get_form_kwargs(), "station": self.object.station}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the parts of too large a number."""
        context = super().get_context_data(**kwargs)
        typed = context["form"].typed_people()
        if typed > PLAN_ITEM_MAX_PEOPLE:
            context["parts"] = services.split_headcount(typed)
        return {**context, "most": PLAN_ITEM_MAX_PEOPLE}

    def act(self, form: PlanItemForm) -> str:
        """Add the item, or its parts where the person chose to split."""
        services.add_plan_items(
            plan=self.object, actor=self.actor, at=self.at, split="split" in self.request.POST, **form.facts()
        )
        return self.case_page


class PlanItemEdit(PlanItemMixin):
    """Change an item."""

    form_class = PlanItemForm
    template_name = "batches/plan_item.html"
    heading = "修改计划项"
    done = "计划项已修改。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the station and the item's facts to the form."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "initial": facts_of(self.item), "station": self.object.station}

    def act(self, form: PlanItemForm) -> str:
        """Change the item and go back to the plan."""
        services.change_plan_item(item=self.item, actor=self.actor, at=self.at, **form.facts())
        return self.case_page


class PlanItemRemove(PlanItemMixin, RemovalView):
    """Take an item out."""

    heading = "删除计划项"
    done = "计划项已删除。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what goes."""
        return super().get_context_data(removed=self.item, **kwargs)

    def act(self, form: Any) -> str:
        """Remove the item and go back to the plan."""
        services.remove_plan_item(item=self.item, actor=self.actor, at=self.at)
        return self.case_page


class PlanTransition(TransitionView):
    """Submit, approve or return a plan."""

    model = AnnualPlan
    permission = Perm.PLAN_VIEW
