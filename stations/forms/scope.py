"""What staff type into the pages of a station's scope."""

from typing import Any

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from scope_catalog.models import Trade


class LevelsForm(forms.Form):
    """The levels of one trade that a station may evaluate."""

    levels = forms.TypedMultipleChoiceField(
        label="等级",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "还没有选择等级。请至少选择一个等级。",
            "invalid_choice": "该工种未设置所选等级（服务指南 2.5）。请在列出的等级内选择。",
        },
    )

    def __init__(self, *args: Any, actor: User, trade: Trade, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["levels"].choices = trade.level_labels  # type: ignore[attr-defined]  # a choice field


class ReasonForm(ConfirmForm):
    """Why a grant is withdrawn."""

    reason = forms.CharField(
        label="撤销理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据。理由会记入办理记录，考试站可以看到。",
        error_messages={"required": "请填写撤销理由，写明依据。", "max_length": "撤销理由最多 500 个字。"},
    )
