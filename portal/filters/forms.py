"""The form that keeps a list's filters."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from accounts.form_fields import one_line
from accounts.models import User
from portal.filters.keeping import read_offer
from portal.models.filters import NAME_LENGTH, QUERY_LENGTH


class KeepForm(forms.Form):
    """A name, and what the list offered to keep."""

    name = one_line("名称", longest=NAME_LENGTH, help_text="如：本月待审批。")
    offer = forms.CharField(
        label="筛选条件",
        widget=forms.HiddenInput,
        error_messages={"required": "没有要保存的筛选条件。请返回列表，筛选后再保存。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_offer(self) -> dict[str, str]:
        """Return the list's name and its query, as the list itself offered them."""
        try:
            told = read_offer(self.cleaned_data["offer"])
        except signing.BadSignature:
            raise ValidationError("无法识别要保存的筛选条件。请返回列表，筛选后再保存。") from None
        if len(told["query"]) > QUERY_LENGTH:
            raise ValidationError("筛选条件过长，无法保存。请减少条件后再保存。")
        return told
