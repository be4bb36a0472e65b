"""The form that records an upload."""

from typing import Any

from django import forms

from accounts.form_fields import one_day
from accounts.models import User


class RecordForm(forms.Form):
    """The day of the upload, and what the page showed to be uploaded."""

    uploaded_on = one_day("上报日期", "在国家系统中提交数据的日期。")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
