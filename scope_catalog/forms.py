"""What visitors and staff type into the catalogue's pages."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.names import fold
from scope_catalog.choices import Category, Scheme
from scope_catalog.levels import Level
from scope_catalog.models import Trade

NAME_LENGTH = 60


def _filter(label: str, choices: list[tuple[Any, str]]) -> forms.ChoiceField:
    wrong = f"没有“%(value)s”这个{label}，未按它筛选。请从列表中选择。"
    return forms.ChoiceField(
        label=label,
        choices=[("", "全部"), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": wrong},
    )


class CatalogueFilter(forms.Form):
    """What the public list shows; kept in the address."""

    q = forms.CharField(
        label="查找",
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="输入名称、编码开头或拼音首字母，如 数控车工、JX04-05、skcg",
        error_messages={"max_length": f"查找内容最多 {NAME_LENGTH} 个字，请缩短后再试。"},
    )
    scheme = _filter("评价类别", Scheme.choices)
    category = _filter("人员类别", Category.choices)
    level = _filter("等级", [(str(level), label) for level, label in Level.choices])


class NameCorrection(forms.Form):
    """The right name of a trade, with the reason."""

    name = forms.CharField(
        label="正确名称",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "请填写正确名称。",
            "max_length": f"名称最多 {NAME_LENGTH} 个字，请缩短。",
        },
    )
    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据，如文件名称、文号。理由会记入办理记录。",
        error_messages={"required": "请填写更正理由，写明依据。", "max_length": "更正理由最多 500 个字。"},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, trade: Trade, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.initial = {"name": trade.name, "seen": trade.name, **self.initial}
        if trade.doubtful:
            self.fields["name"].help_text = "名称无误时不必改动，提交即表示已核对。"

    def clean_name(self) -> str:
        """Return the name without spaces, full-width brackets made half-width as in the catalogue."""
        return fold(self.cleaned_data["name"])
