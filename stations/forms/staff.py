"""What a station types into the list of its staff."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, PhoneField
from accounts.models import User
from stations.forms.fields import MailField
from stations.models import Position
from stations.services.staffing import StaffFacts


class ContactForm(forms.Form):
    """How a person is reached."""

    phone = PhoneField(required=False)
    email = MailField(
        label="邮箱",
        required=False,
        help_text="本人忘记密码时，找回密码的链接发到这个邮箱。请填写本人的邮箱，不要填写公用邮箱。",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class StaffForm(ContactForm):
    """A person who takes office."""

    position = forms.ChoiceField(
        label="职务",
        choices=Position,
        help_text="站长、专职管理人员各 1 人，副站长至少 1 人（服务指南 2.1.2）。",
        error_messages={"required": "请选择职务。", "invalid_choice": "请从列表中选择职务。"},
    )
    name = PersonNameField(help_text="按证件填写；开通账号后，办理记录以此姓名显示。")
    field_order = ("position", "name", "phone", "email")

    def facts(self) -> StaffFacts:
        """Return the person as typed."""
        told = self.cleaned_data
        return StaffFacts(**{**told, "position": Position(told["position"])})
