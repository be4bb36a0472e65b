"""Single items of a plan: added, changed and removed one by one."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.rights import Perm
from batches import services
from batches.forms import PlanItemForm, facts_of
from batches.guards import post_of, scope_problems
from batches.models import AnnualPlan, PlanItem
from batches.selectors import items_for_pages
from batches.views.base import OpenCaseFormView, RemovalView
from ostami import clock
from ostami.policy import PLAN_ITEM_MAX_PEOPLE


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why what is stored can't be chosen any more."""
        wrong = scope_problems([self.item], self.object.station, on=clock.today())
        return super().get_context_data(**{"problem": wrong.get(post_of(self.item)), **kwargs})

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
