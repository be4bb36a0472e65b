"""What visitors type into the list of stations, and staff into the search for a trade."""

from typing import Any

from django import forms

from accounts.form_fields import search_word
from stations.selectors import provinces


class StationFilter(forms.Form):
    """What the public list shows; kept in the address."""

    q = search_word("考试站", "名称、编号、编码或承建单位")
    trade = search_word("可评价的工种", "如 数控车工、JX04-05、skcg")
    province = forms.ChoiceField(
        label="省份",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有省份“%(value)s”的考试站，未按它筛选。请从列表中选择。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全部"), *((name, name) for name in provinces())]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]  # a choice field


class TradeSearch(forms.Form):
    """Find the trade to grant."""

    q = search_word("工种", "如 数控车工、JX04-05-01、skcg")
