"""What is typed of a station's exam rooms."""

from typing import Any

from django import forms

from accounts.form_fields import DigitsField, one_line
from accounts.models import User
from exams.services.rooms import RoomFacts
from question_bank.paper_kinds import PaperKind

MOST_SEATS, MOST_COLUMNS = 500, 50


def small_number(label: str, *, most: int, units: str, hint: str = "", **facts: Any) -> DigitsField:
    """Return a field for a number from one on, with sentences for what goes wrong."""
    return DigitsField(
        label=label,
        units=units,
        min_value=1,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请填写整数。",
            "min_value": "至少填写 %(limit_value)s。",
            "max_value": "最多填写 %(limit_value)s。",
        },
        **facts,
    )


class RoomForm(forms.Form):
    """A room of the station."""

    name = one_line("名称", longest=40, help_text="如 第一考场、数控实训室。")
    kind = forms.ChoiceField(
        label="科目",
        choices=PaperKind,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择科目。", "invalid_choice": "请从列表中选择科目。"},
    )
    capacity = small_number(
        "座位（工位）数", most=MOST_SEATS, units="个座位工", hint="理论考场通常不超过 30 人。"
    )
    columns = small_number(
        "每排座位数",
        most=MOST_COLUMNS,
        units="个座位工",
        initial=6,
        hint="座位从前排左边起逐排编号；A、B卷和各工种按此错开。",
    )
    place = one_line("位置", longest=60, required=False, help_text="如 教学楼 3 层 305，印在准考证上。")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def facts(self) -> RoomFacts:
        """Return what was typed."""
        return RoomFacts(**self.cleaned_data)
