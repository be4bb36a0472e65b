"""What staff type when they suspend, resume or renew examiners."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import one_day
from accounts.models import User

KEY_DIGITS = 18


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会记入办理记录，考试站可以看到。",
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 500 个字。"},
    )


class ActForm(forms.Form):
    """An act on one examiner."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class SuspendForm(ActForm):
    """From which day an examiner is suspended, and why."""

    since = one_day("暂停日期", "自这一天起不能参加考评，直到恢复。")
    reason = _reason("暂停原因")


class ResumeForm(ActForm):
    """From which day a suspended examiner judges again, and why."""

    resumed_on = one_day("恢复日期", "自这一天起可以参加考评。")
    reason = _reason("恢复说明")


class RenewForm(ActForm):
    """The examiners who were shown, by their keys: what is confirmed is what was seen."""

    examiners = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": "没有选择考评员。请返回名册勾选。"},
    )

    def clean_examiners(self) -> list[int]:
        """Return the keys."""
        keys: list[str] = self.cleaned_data["examiners"].split(",")
        if not all(key.isdecimal() and len(key) <= KEY_DIGITS for key in keys):
            raise ValidationError("提交的名单无法识别，请返回名册重新选择。")
        return [int(key) for key in keys]
