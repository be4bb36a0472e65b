"""What an approver types when an application goes back."""

from typing import Any

from django import forms

from batches.deciding.returning import PARTS, composed
from workflow.forms import TransitionForm

NOTHING_SAID = "请至少填写一项需要修改的内容，考试站将据此修改。"
LONGEST = 300


class ReturnForm(TransitionForm):
    """One field for each part of the application; at least one says what to mend."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        for part in PARTS:
            self.fields[part.key] = forms.CharField(
                label=f"{part.label}（选填）",
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"},
            )

    def clean(self) -> dict[str, Any]:
        """Put the parts together as the transition's reason."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["reason"] = composed(facts)
        if not facts["reason"] and not self.errors:
            raise forms.ValidationError(NOTHING_SAID)
        return facts
