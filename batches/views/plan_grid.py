"""All items of a plan on one page."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet

from accounts.rights import Perm
from accounts.views.rows import MoreRowsMixin
from batches.forms.plan_grid import BLOCK, PlanGridForm
from batches.models import AnnualPlan
from batches.services.plan_grid import PlanMovedError, save_plan_grid
from batches.services.plan_items import MOST_ITEMS
from batches.views.base import OpenCaseFormView
from ostami.policy import PLAN_ITEM_MAX_PEOPLE


class PlanGrid(MoreRowsMixin, OpenCaseFormView):
    """Fill an open plan in by rows; too many people are offered to be split (guide 4.5.1-1)."""

    permission = Perm.PLAN_EDIT
    model = AnnualPlan
    form_class = PlanGridForm
    template_name = "batches/plan_grid.html"
    heading = "批量填写计划项"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the plan to the form."""
        return {**super().get_form_kwargs(), "plan": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the block of rows and its limits."""
        limits = {"prefix": BLOCK, "most_rows": MOST_ITEMS, "most_people": PLAN_ITEM_MAX_PEOPLE}
        return super().get_context_data(**{**limits, **kwargs})

    def act(self, form: PlanGridForm) -> str:
        """Save the rows and go back to the plan; ask again where it was changed meanwhile."""
        try:
            result = save_plan_grid(
                plan=self.object,
                actor=self.actor,
                entries=form.entries,
                removed=form.emptied,
                seen=form.seen,
                split=form.split,
                at=self.at,
            )
        except PlanMovedError:
            form.seen = form.shown
            raise
        messages.success(self.request, str(result))
        return self.case_page
