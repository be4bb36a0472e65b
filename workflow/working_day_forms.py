"""What staff type into the table of special days."""

from typing import Any

from django import forms

from accounts.form_fields import one_day, one_line
from accounts.forms import ConfirmForm
from workflow.models import SpecialDay

KIND_CHOICES = [("off", "放假"), ("works", "调休上班")]


class SpecialDayChange(ConfirmForm):
    """What one day is."""

    works = forms.TypedChoiceField(
        label="安排",
        choices=KIND_CHOICES,
        coerce=lambda chosen: chosen == "works",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择放假还是调休上班。", "invalid_choice": "请选择放假或调休上班。"},
    )
    name = one_line("名称", longest=50, help_text="如“国庆节”“国庆节调休”。")


class NewSpecialDays(SpecialDayChange):
    """One or several days in a row."""

    first = one_day("开始日期", "放假或上班的第一天。")
    last = one_day("结束日期（选填）", "只有一天的不用填写；连续几天的填写最后一天。", required=False)
    field_order = ("first", "last", "works", "name")


def facts_of_day(special_day: SpecialDay) -> dict[str, Any]:
    """Return a special day as the form shows it."""
    return {"works": "works" if special_day.works else "off", "name": special_day.name}
