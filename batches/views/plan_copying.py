"""Taking over what was planned in earlier years."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.rights import Perm
from batches.forms.plan_copying import PlanCopyForm
from batches.models import AnnualPlan
from batches.selectors.plan_copying import CopyLine, copy_lines, years_to_copy
from batches.services.plan_copying import copy_plan_items
from batches.services.plan_grid import PlanMovedError
from batches.views.base import OpenCaseFormView
from ostami import clock

NOTHING_BEFORE = "本站以前年度没有已批准的年度计划，没有可以复制的计划项。请批量填写，或从表格导入。"


class PlanCopy(OpenCaseFormView):
    """Copy items of an earlier year's approved plans into an open plan."""

    permission = Perm.PLAN_EDIT
    model = AnnualPlan
    form_class = PlanCopyForm
    template_name = "batches/plan_copy.html"
    heading = "从以前年度复制"
    submit_label = "复制勾选的计划项"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    @cached_property
    def years(self) -> list[int]:
        """The years that can be copied from, the latest first."""
        return years_to_copy(self.object)

    @cached_property
    def year(self) -> int | None:
        """The year that is asked for, or else the latest; None where there is none."""
        asked = self.request.GET.get("year", "")
        return next((year for year in self.years if str(year) == asked), next(iter(self.years), None))

    @cached_property
    def lines(self) -> list[CopyLine]:
        """The items of that year."""
        if self.year is None:
            return []
        return copy_lines(self.object, year=self.year, user=self.actor, on=clock.today())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back where there is nothing to copy."""
        self.object = self.get_object()
        if self.object.is_open and not self.years:
            messages.warning(request, NOTHING_BEFORE)
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the plan and the lines to the form."""
        return {**super().get_form_kwargs(), "plan": self.object, "lines": self.lines}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, ticked as they were sent or are proposed, and what the plan has of them."""
        context = super().get_context_data(**kwargs)
        ticked = {str(key) for key in context["form"]["items"].value() or ()}
        return {
            **context,
            "years": self.years,
            "year": self.year,
            "lines": [(line, str(line.item.pk) in ticked) for line in self.lines],
            "held": sum(line.held for line in self.lines),
            "out": sum(line.problem is not None for line in self.lines),
        }

    def act(self, form: PlanCopyForm) -> str:
        """Copy what is ticked and go to the plan."""
        try:
            copies = copy_plan_items(
                plan=self.object,
                actor=self.actor,
                items=form.cleaned_data["items"],
                seen=form.seen,
                at=self.at,
            )
        except PlanMovedError:
            form.seen = form.shown
            raise
        messages.success(
            self.request, f"已从 {self.year} 年度复制 {len(copies)} 条计划项，请核对人数和月份。"
        )
        return self.case_page
