"""What stations type into annual plans."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from batches.models import PlanItem
from batches.selectors import Offer, offers_of
from ostami import clock, policy
from stations.models import Station

SPLIT_MAX_ITEMS = 10
NOT_IN_SCOPE = "所选工种等级不在本站获批的评价范围内（服务指南 4.7-6）。请从列表中选择，或先申请增项。"
OFFER_ERRORS = {"required": "请选择工种等级。", "invalid_choice": NOT_IN_SCOPE}
TOO_MANY = f"一次最多拆分成 {SPLIT_MAX_ITEMS} 条，共 %(limit_value)d 人（服务指南 4.5.1-1）。请分几次添加。"
HEADCOUNT_ERRORS = {
    "required": "请填写计划人数。",
    "invalid": "计划人数须为整数，请重新填写。",
    "min_value": "计划人数至少 1 人，请重新填写。",
    "max_value": TOO_MANY,
}
MONTHS = [("", "请选择"), *((month, f"{month} 月") for month in range(1, 13))]
MONTH_ERRORS = {"required": "请选择计划月份。", "invalid_choice": "月份为 1 至 12，请重新选择。"}


class PlanForm(ConfirmForm):
    """The year of a new plan."""

    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        help_text="每年一份。该年度的计划已批准的，将新建补充计划（服务指南 4.5.1-1）。",
        error_messages={
            "required": "请选择年度。",
            "invalid_choice": "只能编制今年或明年的计划，请重新选择。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        years = cast("forms.TypedChoiceField", self.fields["year"])
        years.choices = [(year, f"{year} 年") for year in (this_year, this_year + 1)]


class PlanItemForm(forms.Form):
    """One item of a plan: trade and level out of the station's scope, people, month."""

    offer = forms.ChoiceField(
        label="工种等级",
        help_text="只列出本站获批评价范围内的工种和等级（服务指南 4.7-6）。",
        error_messages=OFFER_ERRORS,
    )
    headcount = forms.IntegerField(
        label="计划人数",
        min_value=1,
        max_value=policy.PLAN_ITEM_MAX_PEOPLE * SPLIT_MAX_ITEMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=f"每条最多 {policy.PLAN_ITEM_MAX_PEOPLE} 人，超过时可拆分成多条（服务指南 4.5.1-1）。",
        error_messages=HEADCOUNT_ERRORS,
    )
    month = forms.TypedChoiceField(
        label="计划月份",
        coerce=int,
        choices=MONTHS,
        error_messages=MONTH_ERRORS,
    )
    note = forms.CharField(
        label="备注（选填）",
        max_length=100,
        required=False,
        error_messages={"max_length": "备注最多 100 个字，请缩短。"},
    )

    def __init__(self, *args: Any, actor: User, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers_of(station, on=clock.today())}
        cast("forms.ChoiceField", self.fields["offer"]).choices = offer_choices(self.offers.values())

    def clean_offer(self) -> Offer:
        """Return the trade and level."""
        return self.offers[self.cleaned_data["offer"]]

    def typed_people(self) -> int:
        """Return the number of people as typed, whether or not it was refused; 0 where it is no number."""
        try:
            people: int = self.fields["headcount"].clean(self["headcount"].value())
        except forms.ValidationError:
            return 0
        return people

    def facts(self) -> dict[str, Any]:
        """Return the item's facts by the names of the verbs that store them."""
        facts = dict(self.cleaned_data)
        offer: Offer = facts.pop("offer")
        return {"trade": offer.trade, "level": offer.level, **facts}


def offer_choices(offers: Iterable[Offer]) -> list[Any]:
    """Return what may be planned as the groups of a choice field, one a trade."""
    groups = groupby(offers, key=lambda offer: offer.trade)
    return [
        ("", "请选择"),
        *((trade.code_and_name, [(one.key, one.label) for one in group]) for trade, group in groups),
    ]


def facts_of(item: PlanItem) -> dict[str, Any]:
    """Return a plan item as the form shows it."""
    offer = Offer(item.trade, item.level).key
    return {"offer": offer, "headcount": item.headcount, "month": item.month, "note": item.note}
