"""The form of a transition."""

from typing import Any

from django import forms

from accounts.models import User
from workflow.lifecycle import Transition, Words


class TransitionForm(forms.Form):
    """The words that go with a transition, where it takes any."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"},
    )

    def __init__(self, *args: Any, transition: Transition, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if transition.words is Words.NONE:
            del self.fields["reason"]
            return
        words = self.fields["reason"]
        words.required = transition.words is Words.REQUIRED
        words.label = transition.words_label if words.required else f"{transition.words_label}（选填）"
        words.error_messages["required"] = f"请填写{transition.words_label}，对方将据此办理。"
