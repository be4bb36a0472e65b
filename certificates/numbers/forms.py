"""What the centre types into the list of prefixes."""

from typing import Any

from django import forms

from accounts.form_fields import one_day, one_line
from accounts.forms import ConfirmForm
from accounts.models import Organisation
from certificates.models import PREFIX_LENGTH
from stations.guards import all_branches

TYPED_LENGTH = 40  # with the blanks between the parts


class PrefixForm(ConfirmForm):
    """A branch's prefix and its days."""

    branch = forms.ModelChoiceField(
        label="分支机构",
        queryset=Organisation.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择分支机构。", "invalid_choice": "请从列表中选择分支机构。"},
    )
    characters = one_line(
        f"编号前 {PREFIX_LENGTH} 位",
        longest=TYPED_LENGTH,
        help_text="机构类别（Y 或 S）1 位、机构代码 4 位、省级代码 2 位、序列码 6 位，按备案文件填写。",
    )
    valid_from = one_day("启用日期", "从这一天核发的证书起使用。")
    valid_to = one_day(
        "停用日期（选填）", "最后一个使用的发证日期（含当日）；长期使用的不填。", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branch: Any = self.fields["branch"]
        branch.queryset = all_branches().visible_to(self.actor).order_by("code")


class PrefixEndForm(ConfirmForm):
    """The last day of a prefix."""

    valid_to = one_day("停用日期", "最后一个使用该前缀的发证日期（含当日）。")
