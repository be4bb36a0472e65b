"""What is typed into the pages of supervision."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import DigitsField, filter_choice, one_day, one_line, search_word
from accounts.models import User
from accounts.names import fold
from examiners.models import Supervisor
from exams.draw_requests import DrawRequest, latest_number
from exams.supervised import SupervisionState

# What can be typed into a shell line as it stands.
SEED = re.compile(r"[0-9A-Za-z-]{4,64}")
NUMBER_WRONG = {
    "invalid": "请填写整数。",
    "min_value": "至少填写 %(limit_value)s。",
    "max_value": "最多填写 %(limit_value)s。",
}


class SupervisionFilter(forms.Form):
    """What the list of supervision shows; kept in the address.

    Args:
        months: the months of exams to choose from.
        provinces: the provinces of the stations in scope.
    """

    month = filter_choice("考试月份", nothing="尚未考试的")
    station = search_word("考试站", "编号、编码或名称")
    province = filter_choice("省份")
    state = filter_choice(
        "督考状态", [choice for choice in SupervisionState.choices if choice[0] != "outside"]
    )
    range = filter_choice("人数", [("all", "全部批次")], nothing="80 人以上及已派")

    def __init__(self, *args: Any, months: Iterable[date], provinces: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("month", ((f"{one:%Y-%m}", f"{one.year} 年 {one.month} 月") for one in months))
        self._offer("province", ((name, name) for name in provinces))
        self.is_valid()

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [*cast("list[Any]", field.choices), *choices]

    @property
    def month_asked(self) -> date | None:
        """The first day of the month asked for."""
        month = self.cleaned_data.get("month")
        return date.fromisoformat(f"{month}-01") if month else None


class DrawForm(forms.Form):
    """A draw to be made."""

    first_day = one_day("考试日期自", "这一天考试的批次也在内。")
    last_day = one_day("考试日期至", "这一天考试的批次也在内。")
    count = DigitsField(
        label="抽取数量",
        units="个",
        min_value=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="抽几个批次。与抽取比例填其中一项。",
        error_messages=NUMBER_WRONG,
    )
    percent = DigitsField(
        label="抽取比例（%）",
        units="%％",
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="按候选批次的百分比抽取，不足 1 个的按 1 个计。",
        error_messages=NUMBER_WRONG,
    )
    seed = one_line(
        "种子",
        longest=64,
        required=False,
        help_text="4 至 64 位数字或字母，如抽签当天某期彩票的开奖号码。不填则由平台随机生成。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seed_origin = one_line(
        "种子来源",
        longest=100,
        required=False,
        help_text="自行填写种子时必填：写明出处，让他人能够查证。",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.after = str(self.data.get("after", "")) if self.is_bound else latest_number(actor)

    def clean_seed(self) -> str:
        """Return the seed folded; it must stand in a shell line as it is."""
        seed = re.sub(r"\s", "", fold(self.cleaned_data["seed"]))
        if seed and not SEED.fullmatch(seed):
            raise ValidationError("种子为 4 至 64 位数字、字母或短横线，不含其他符号。请重新填写。")
        return seed

    def facts(self) -> DrawRequest:
        """Return what was typed."""
        told = dict(self.cleaned_data)
        return DrawRequest(**{**told, "seed_origin": fold(told["seed_origin"])}, after=self.after)


class AssignForm(forms.Form):
    """Whom to send to a batch.

    Args:
        drawn: whether the batch was drawn; if not, a reason is asked for.
    """

    supervisor = forms.ModelChoiceField(
        queryset=Supervisor.objects.none(),
        label="督导员",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "请选择一名督导员。",
            "invalid_choice": "名册中没有这名督导员。请从下面选择。",
        },
    )
    reason = forms.CharField(
        label="直接选派的理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="该批次没有抽中，直接选派须写明理由；理由会记入办理记录。",
        error_messages={
            "required": "请填写直接选派的理由（服务指南 4.5.1-11）。",
            "max_length": "理由最多 300 个字，请缩短。",
        },
    )

    def __init__(self, *args: Any, actor: User, drawn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people = cast("forms.ModelChoiceField[Supervisor]", self.fields["supervisor"])
        people.queryset = Supervisor.objects.visible_to(actor)
        if drawn:
            del self.fields["reason"]
