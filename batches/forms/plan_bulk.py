"""What management types when it approves many plans."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User

KEY_DIGITS = 18  # of any key that a database holds
UNKNOWN = "提交的名单无法识别，请返回年度计划重新勾选。"


class ApprovePlansForm(forms.Form):
    """The plans that were shown, and when: what is confirmed is what was seen. One opinion for all."""

    plans = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNKNOWN})
    seen_at = forms.CharField(widget=forms.HiddenInput, max_length=40, error_messages={"required": UNKNOWN})
    opinion = forms.CharField(
        label="审批意见（选填）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写入每一份计划的办理记录，并印在年度计划表上。",
        error_messages={"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_plans(self) -> list[int]:
        """Return the keys."""
        keys: list[str] = self.cleaned_data["plans"].split(",")
        if not all(key.isascii() and key.isdecimal() and len(key) <= KEY_DIGITS for key in keys):
            raise ValidationError(UNKNOWN)
        return [int(key) for key in keys]

    def clean_seen_at(self) -> datetime:
        """Return the instant."""
        try:
            seen_at = datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            raise ValidationError(UNKNOWN) from None
        if seen_at.tzinfo is None:
            raise ValidationError(UNKNOWN)
        return seen_at
