"""What management types when it approves many plans."""

from django import forms
from django.core.exceptions import ValidationError

from workflow.seen_forms import SeenForm

KEY_DIGITS = 18  # of any key that a database holds
UNKNOWN = "提交的名单无法识别，请返回年度计划重新勾选。"


class ApprovePlansForm(SeenForm):
    """The plans that were shown, and when: what is confirmed is what was seen. One opinion for all."""

    unknown = UNKNOWN
    plans = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNKNOWN})
    opinion = forms.CharField(
        label="审批意见（选填）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写入每一份计划的办理记录，并印在年度计划表上。",
        error_messages={"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"},
    )

    def clean_plans(self) -> list[int]:
        """Return the keys."""
        keys: list[str] = self.cleaned_data["plans"].split(",")
        if not all(key.isascii() and key.isdecimal() and len(key) <= KEY_DIGITS for key in keys):
            raise ValidationError(UNKNOWN)
        return [int(key) for key in keys]
