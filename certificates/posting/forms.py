"""Forms of posting and handing over."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, one_day, one_line
from accounts.models import User
from accounts.names import fold
from certificates.models import FETCHED, Certificate, CertificateQuerySet
from workflow.forms import TransitionForm

POST, FETCH = "post", "fetch"


class CertificatesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Certificates to tick, in roster order, each by name and number."""

    def __init__(self, label: str) -> None:
        super().__init__(
            Certificate.objects.none(),
            label=label,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "请至少勾选一本证书。",
                "invalid_choice": "所选证书中有的已由他人办理，请核对后重新勾选。",
                "invalid_pk_value": "所选证书有误，请重新勾选。",
            },
        )

    def label_from_instance(self, obj: Any) -> str:
        """Name the holder and the number, and whether it is printed in another's place."""
        mark = "（补办）" if getattr(obj, "replaced", False) else "（换发）" if obj.replaces_id else ""
        return f"{obj.enrolment.sequence}　{obj.holder_name}　{obj.number}{mark}"


class _CertificatesForm(forms.Form):
    """A form on some certificates of one batch; all that wait are ticked at first."""

    certificates = CertificatesField("证书")

    def __init__(self, *args: Any, actor: User, waiting: CertificateQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["certificates"]
        field.queryset = waiting.visible_to(actor).select_related("enrolment")  # type: ignore[attr-defined]


class ShipForm(_CertificatesForm):
    """A parcel and what lies in it."""

    way = forms.ChoiceField(
        label="交付方式",
        choices=((POST, "邮寄"), (FETCH, "考试站派人自取")),
        initial=POST,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选择邮寄或自取。"},
    )
    carrier = one_line(
        "承运单位", longest=40, required=False, help_text="邮寄的必填，如：中国邮政 EMS、顺丰速运。"
    )
    tracking_number = one_line("运单号", longest=40, required=False, help_text="邮寄的必填；自取的不填。")
    sent_on = one_day("寄出日期", "交给承运单位的日期；自取的填取走的日期。")
    addressee = one_line("收件人", longest=50, required=False, help_text="选填。")
    note = one_line("说明", longest=200, required=False, help_text="选填，如“第 1 件，共 2 件”。")
    field_order = ("way", "carrier", "tracking_number", "sent_on", "addressee", "note", "certificates")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certificates"].initial = self.fields["certificates"].queryset  # type: ignore[attr-defined]
        self.fields["certificates"].label = "邮寄件内的证书"

    def clean_carrier(self) -> str:
        """Spaces and full-width forms make no other carrier."""
        return fold(self.cleaned_data["carrier"])

    def clean_tracking_number(self) -> str:
        """Spaces, full-width forms and letter case make no other number."""
        return fold(self.cleaned_data["tracking_number"]).upper()

    def clean(self) -> dict[str, Any]:
        """What is posted has carrier and number; what the station fetched has neither."""
        told = super().clean() or self.cleaned_data
        fetched = told.pop("way", POST) == FETCH
        for name, label in (("carrier", "承运单位"), ("tracking_number", "运单号")):
            if bool(told.get(name)) == fetched and name not in self.errors:
                self.add_error(
                    name, f"自取的不填{label}，请清空或改选“邮寄”。" if fetched else f"请填写{label}。"
                )
        if fetched:
            told["carrier"] = FETCHED
        return told


class ReceiveForm(TransitionForm):
    """That a parcel arrived, and which certificates weren't in it."""

    missing = CertificatesField("缺少的证书（选填）")
    field_order = ("missing", "reason")

    def __init__(self, *args: Any, inside: CertificateQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["missing"]
        field.required = False
        field.queryset = inside.select_related("enrolment")  # type: ignore[attr-defined]
        field.help_text = "清点时没有的请勾选：管理站查找后重新邮寄，其余证书照常签收。全部收到的不勾选。"


class HandoverForm(_CertificatesForm):
    """Certificates that were taken on one day, by their holders or by one person for them."""

    taken_on = one_day("领取日期", "实际领取的日期。")
    taken_by = PersonNameField(
        label="代领人",
        required=False,
        help_text="本人领取不填；由他人（如班主任）代领时填写代领人姓名，适用于所勾选的全部证书。",
    )
    field_order = ("certificates", "taken_on", "taken_by")
