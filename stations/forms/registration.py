"""Registration of a school that wants to apply."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, PhoneField
from accounts.models import User
from accounts.password_fields import check_passwords, password_field
from accounts.rights import Role
from stations.forms.fields import FoldedField, MailField, province_field
from stations.services.registration import NewApplicant

NAME_SHORTEST = 4
PASSWORD_HELP = "至少 10 位，不要全是数字，不要用常见密码、单位名称或电话。"  # noqa: S105  a hint


class ConfirmationForm(forms.Form):
    """The password of the registration that is confirmed."""

    password = forms.CharField(
        label="注册时设置的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写注册时设置的密码。"},
    )


class ApplicantForm(forms.Form):
    """The school, who answers for it, and the password of its login."""

    name = FoldedField(
        label="单位全称",
        min_length=NAME_SHORTEST,
        max_length=100,
        help_text="与公章一致，用作登录名，注册后不能修改。",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": "请填写单位全称。",
            "min_length": "请填写单位全称，不要用简称。",
            "max_length": "单位全称最多 100 个字。",
        },
    )
    province = province_field(required=True)
    contact = PersonNameField(label="联系人", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    email = MailField(
        label="邮箱",
        help_text="接收确认邮件，以后用于找回密码，请填写单位长期使用的邮箱。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password1 = password_field("密码", PASSWORD_HELP, required="请填写密码。")
    password2 = password_field("再次输入密码", required="请再次输入密码。")

    @property
    def applicant(self) -> NewApplicant:
        """Who registers; once every field by itself is right."""
        names = ("name", "province", "contact", "phone", "email")
        return NewApplicant(**{name: self.cleaned_data[name] for name in names}).cleaned()

    def clean(self) -> dict[str, Any]:
        """Check both passwords against the other facts."""
        facts = self.cleaned_data
        user = User(
            username=facts.get("name", ""),
            person_name=facts.get("contact", ""),
            email=facts.get("email", ""),
            phone=facts.get("phone", ""),
            role=Role.APPLICANT,
        )
        check_passwords(self, user=user)
        return facts
