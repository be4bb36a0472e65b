"""Forms on former certificates: which of them, and why one is to be revoked."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.names import fold
from certificates.models import FormerKind


class FormerFilter(forms.Form):
    """Which former certificates; kept in the address."""

    word = search_word("姓名或证书编号", "姓名全名，或编号的开头")
    scheme = filter_choice("评价类别", FormerKind.choices)
    standing = filter_choice("状态", [("stands", "有效"), ("revoked", "已撤销")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the valid filters leave."""
        asked = self.cleaned_data
        if word := asked.get("word"):
            rows = rows.filter(Q(holder_name=word) | Q(number__startswith=fold(word).upper()))
        if scheme := asked.get("scheme"):
            rows = rows.filter(scheme=scheme)
        if standing := asked.get("standing"):
            rows = rows.filter(revoked_on__isnull=standing == "stands")
        return rows


class RevokeForm(forms.Form):
    """Why a former certificate is to be revoked."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明撤销的原因和依据。请勿填写证件号码。",
        error_messages={
            "required": "请填写理由，指导中心据此审批。",
            "max_length": "理由最多 %(limit_value)d 个字，现有 %(show_value)d 字，请缩短。",
        },
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
