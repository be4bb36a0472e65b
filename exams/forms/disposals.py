"""What is typed into the page on which a disposal is proposed."""

from typing import Any

from django import forms

from accounts.models import User


class ProposeForm(forms.Form):
    """The reason for destroying evidence whose time of keeping is over."""

    reason = forms.CharField(
        label="销毁理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：保存期满，纸质档案已按学校规定移交。",
        error_messages={"required": "请写明销毁的理由。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
