"""Forms that confirm what a page showed."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User


class SeenForm(forms.Form):
    """When the page was made that is being confirmed: what changed since is not confirmed blindly."""

    unknown: ClassVar[str] = "提交的内容无法识别，请返回后重新办理。"
    seen_at = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["seen_at"].error_messages["required"] = self.unknown

    def clean_seen_at(self) -> datetime:
        """Return the instant."""
        try:
            seen_at = datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            raise ValidationError(self.unknown) from None
        if seen_at.tzinfo is None:
            raise ValidationError(self.unknown)
        return seen_at
