"""A month, as people type it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.names import fold

MONTH_FORMATS = ("%Y-%m", "%Y/%m", "%Y.%m", "%Y年%m月", "%Y%m", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日")
EARLIEST = date(1920, 1, 1)


class MonthField(forms.DateField):
    """A month, kept as its first day: a browser's month picker, or typed as 2023-09, 2023.9 or 2023年9月."""

    widget = forms.DateInput(format="%Y-%m", attrs={"type": "month", "placeholder": "如 2023-09"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=MONTH_FORMATS, **kwargs)
        self.error_messages["invalid"] = "请按“年-月”填写，如 2023-09。"

    def to_python(self, value: Any) -> date | None:
        """Return the month's first day."""
        day = super().to_python(fold(value) if isinstance(value, str) else value)
        if day is None:
            return None
        if day < EARLIEST:
            raise ValidationError("年份过早，请核对后填写，如 2023-09。")
        return day.replace(day=1)
