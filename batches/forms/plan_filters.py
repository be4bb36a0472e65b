"""What plans, their sums and the approval of many are narrowed by; kept in the address."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.form_fields import filter_choice
from accounts.models import User
from accounts.rights import Role
from batches.forms.case_filter import CaseFilter, seen_statuses
from batches.models import AnnualPlan, PlanStatus
from ostami import clock
from stations.models import Station

SEVERAL_PROVINCES = frozenset({Role.MANAGEMENT, Role.CENTRE})
APPROVED_ONLY = (PlanStatus.APPROVED,)
WITH_WAITING = (PlanStatus.APPROVED, PlanStatus.SUBMITTED)


class PlanFilter(CaseFilter):
    """Status, year and, for those who see several, station and province."""

    def __init__(self, data: QueryDict, *, actor: User) -> None:
        plans = AnnualPlan.objects.visible_to(actor)
        years = plans.order_by("-year").values_list("year", flat=True).distinct()
        super().__init__(data, actor=actor, statuses=seen_statuses(PlanStatus, actor), years=years)
        del self.fields["q"]
        if actor.role in SEVERAL_PROVINCES:
            names = Station.objects.visible_to(actor).provinces()
            self.fields["province"] = filter_choice("省份", [(name, name) for name in names])

    def asked(self) -> dict[str, Any]:
        """Return the valid filters that were set, as lookups of a plan."""
        asked = super().asked()
        if "province" in asked:
            asked["station__organisation__province"] = asked.pop("province")
        return asked

    def narrow(self, plans: QuerySet[AnnualPlan]) -> QuerySet[AnnualPlan]:
        """Return the plans that the filters leave."""
        return plans.filter(**self.asked())


class SumsFilter(forms.Form):
    """The year that is summed up, and which plans count."""

    year = forms.TypedChoiceField(
        label="年度",
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有这个年度的计划，已改为显示本年度。请从列表中选择。"},
    )
    counted = forms.ChoiceField(
        label="统计范围",
        required=False,
        choices=[("", "已批准的计划"), ("submitted", "已批准和待审批的计划")],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有这个统计范围，已改为只统计已批准的计划。请从列表中选择。"},
    )

    def __init__(self, data: QueryDict, *, actor: User) -> None:
        self.this_year = clock.today().year
        super().__init__({"counted": data.get("counted", ""), "year": data.get("year") or self.this_year})
        known = AnnualPlan.objects.visible_to(actor).order_by().values_list("year", flat=True).distinct()
        years = sorted({*known, self.this_year, self.this_year + 1}, reverse=True)
        cast("forms.TypedChoiceField", self.fields["year"]).choices = [(year, f"{year} 年") for year in years]
        self.is_valid()

    @property
    def asked_year(self) -> int:
        """The year; this one where none, or an unknown one, was asked for."""
        return self.cleaned_data.get("year") or self.this_year

    @property
    def statuses(self) -> tuple[PlanStatus, ...]:
        """The statuses of the plans that count."""
        return WITH_WAITING if self.cleaned_data.get("counted") else APPROVED_ONLY

    @property
    def counted_label(self) -> str:
        """Which plans count, in words."""
        return "已批准和待审批的计划" if self.statuses is WITH_WAITING else "已批准的计划"
