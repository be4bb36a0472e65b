"""What narrows the calendar, and what a trial of a date asks."""

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import filter_choice
from accounts.models import User
from accounts.rights import Role
from stations.models import Station

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class MonthField(forms.CharField):
    """A month such as 2026-09; it gives the month's first day, or None."""

    widget = forms.TextInput(
        attrs={"type": "month", "class": "form-control", "placeholder": "2026-09", "autocomplete": "off"}
    )

    def clean(self, value: Any) -> date | None:
        """Return the month's first day.

        Raises:
            ValidationError: it is no month of this century.
        """
        text = super().clean(value)
        if not text:
            return None
        found = MONTH.fullmatch(text)
        if found is None:
            raise ValidationError("格式为 年-月，如 2026-09。未按它显示，请重新选择。")
        return date(int(found[1]), int(found[2]), 1)


class CalendarFilter(forms.Form):
    """The month and, for those who see several, station and province."""

    month = MonthField(label="月份", required=False)
    station = forms.ModelChoiceField(
        label="考试站",
        queryset=Station.objects.none(),
        required=False,
        empty_label="全部",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有这个考试站，未按它筛选。请从列表中选择。"},
    )
    province = filter_choice("省份")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"filter-{name}"
        if actor.role == Role.STATION:
            del self.fields["station"], self.fields["province"]
        else:
            self._offer(Station.objects.visible_to(actor).select_related("organisation"))
        if actor.role == Role.BRANCH:
            del self.fields["province"]

    def _offer(self, stations: Any) -> None:
        cast("forms.ModelChoiceField[Station]", self.fields["station"]).queryset = stations
        choices = [("", "全部"), *((name, name) for name in stations.provinces())]
        cast("forms.ChoiceField", self.fields["province"]).choices = choices

    def asked(self) -> dict[str, Any]:
        """Return the valid answers that were given, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
