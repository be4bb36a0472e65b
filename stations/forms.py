"""What visitors and staff type into the pages of stations."""

from typing import Any

from django import forms

from accounts.models import User
from scope_catalog.models import Trade
from stations.selectors import provinces

WORD_LENGTH = 60


def _word(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=WORD_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": hint, "autocomplete": "off"}),
        error_messages={"max_length": f"{label}最多 {WORD_LENGTH} 个字，请缩短后再试。"},
    )


class StationFilter(forms.Form):
    """What the public list shows; kept in the address."""

    q = _word("考试站", "名称、编号、编码或承建单位")
    trade = _word("可评价的工种", "如 数控车工、JX04-05、skcg")
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

    q = _word("工种", "如 数控车工、JX04-05-01、skcg")


class LevelsForm(forms.Form):
    """The levels of one trade that a station may evaluate."""

    levels = forms.TypedMultipleChoiceField(
        label="等级",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "还没有选择等级。请至少选择一个等级。",
            "invalid_choice": "该工种未设置所选等级（服务指南 2.5）。请在列出的等级内选择。",
        },
    )

    def __init__(self, *args: Any, actor: User, trade: Trade, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["levels"].choices = trade.level_labels  # type: ignore[attr-defined]  # a choice field


class ReasonForm(forms.Form):
    """Why a grant is withdrawn."""

    reason = forms.CharField(
        label="撤销理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据。理由会记入办理记录，考试站可以看到。",
        error_messages={"required": "请填写撤销理由，写明依据。", "max_length": "撤销理由最多 500 个字。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
