"""The form that moves many cases."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from workflow.forms import TransitionForm

UNKNOWN = "提交的内容无法识别，请返回列表重新选择。"
KEY_DIGITS = 15


def keys_in(texts: list[str]) -> list[int]:
    """Return the keys among some texts."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS]


class BulkForm(TransitionForm):
    """The words for all, which cases were shown, and when."""

    keys = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNKNOWN})
    seen_at = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNKNOWN})

    def clean_keys(self) -> list[int]:
        """Return the keys."""
        return keys_in(self.cleaned_data["keys"].split(","))

    def clean_seen_at(self) -> datetime:
        """Return the instant."""
        try:
            seen_at = datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            raise ValidationError(UNKNOWN) from None
        if seen_at.tzinfo is None:
            raise ValidationError(UNKNOWN)
        return seen_at

    def told(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {"reason": self.cleaned_data.get("reason", ""), "seen_at": self.cleaned_data["seen_at"]}
