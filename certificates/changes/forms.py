"""What station and management fill in to have a certificate changed."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, filter_choice, search_word
from accounts.forms import ConfirmForm
from accounts.identity import clean_document_number
from candidates.forms.document_fields import number_field
from candidates.person.document_types import document_types
from certificates.changes.facts import FACTS
from certificates.models import ChangeKind, ChangeStatus
from exams.fields import ScoreFormField

REASON_HINTS = {
    ChangeKind.REVOKE: "写明撤销的原因和依据，如“成绩复查不合格”“查实替考”。请勿填写证件号码。",
    ChangeKind.CORRECT: "写明错在哪里、以什么为准，如“姓名录入有误，以身份证为准”。请勿填写证件号码。",
    ChangeKind.REPLACE: "写明遗失或损毁的经过，如“持证人书面声明遗失”。请勿填写证件号码。",
    ChangeKind.REISSUE: "写明撤销为何有误、以什么为准，如“复查认定成绩合格”。请勿填写证件号码。",
}


class ChangeForm(ConfirmForm):
    """Why a certificate is to be revoked, replaced or issued anew."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "请填写理由，指导中心据此审批。",
            "max_length": "理由最多 %(limit_value)d 个字，现有 %(show_value)d 字，请缩短。",
        },
    )

    def __init__(self, *args: Any, kind: ChangeKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = REASON_HINTS[kind]

    @property
    def facts(self) -> dict[str, Any]:
        """What is to be printed instead; nothing here."""
        return {}


class CorrectionOfCertificateForm(ChangeForm):
    """Why a certificate is to be corrected, and what is right; what stays is left empty."""

    holder_name = PersonNameField(label="正确的姓名", required=False)
    document_type = forms.ChoiceField(
        label="正确的证件类型",
        required=False,
        choices=lambda: [("", "不更正"), *((row.kind, row.name) for row in document_types())],
        error_messages={"invalid_choice": "请从列表中选择证件类型。"},
    )
    document_number = number_field("末位 X 大小写均可，空格会自动去掉。")
    theory = ScoreFormField(label="正确的理论成绩", required=False)
    practical = ScoreFormField(label="正确的实操成绩", required=False)
    field_order = (*FACTS, "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_number"].required = False
        self.fields["document_number"].label = "正确的证件号码"

    def clean_document_number(self) -> str:
        """Fold the number as the portal stores it."""
        return clean_document_number(self.cleaned_data["document_number"])

    @property
    def facts(self) -> dict[str, Any]:
        """What is to be printed instead."""
        return {name: self.cleaned_data[name] for name in FACTS}


class ChangeFilter(forms.Form):
    """Narrows the list of changes."""

    status = filter_choice("状态", ChangeStatus.choices)
    kind = filter_choice("事项", ChangeKind.choices)
    word = search_word("姓名或证书编号", "姓名或证书编号")
