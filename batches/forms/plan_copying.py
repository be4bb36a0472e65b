"""Which items of an earlier year a plan takes over."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from batches.models import AnnualPlan, PlanItem
from batches.selectors import fingerprint, items_for_pages
from batches.selectors.plan_copying import CopyLine

NOT_COPIED = (
    "所选计划项不能复制：须为本站以前年度已批准、仍在评价范围内的计划项（服务指南 4.7-6）。请重新勾选。"
)


class PlanCopyForm(ConfirmForm):
    """Ticks at the items of an earlier year."""

    items = forms.ModelMultipleChoiceField(
        queryset=PlanItem.objects.none(),
        label="计划项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少勾选一条计划项。",
            "invalid_choice": NOT_COPIED,
            "invalid_pk_value": NOT_COPIED,
        },
    )

    def __init__(self, *args: Any, plan: AnnualPlan, lines: Sequence[CopyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = PlanItem.objects.filter(pk__in=[line.item.pk for line in lines if line.problem is None])
        field = cast("forms.ModelMultipleChoiceField[PlanItem]", self.fields["items"])
        field.queryset = items_for_pages(usable).order_by("plan__supplement", "pk")
        self.initial["items"] = [line.item.pk for line in lines if line.proposed]
        self.shown = fingerprint(plan.items.all())
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.shown
