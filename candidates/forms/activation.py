"""Opening the own login with an activation slip."""

from typing import Any

from django import forms

from accounts.form_fields import PhoneField, one_line
from accounts.password_fields import check_passwords, password_field
from candidates.forms.consents import consent_field, sensitive_consent_field
from candidates.forms.document_fields import number_field
from candidates.models import Candidate
from candidates.person.registration import NewCandidate, registration_problems
from candidates.services.opening import Opening
from ostami import clock

PASSWORD_HELP = (
    "至少 10 位，不要全是数字，不要用常见密码或自己的姓名、证件号码。请牢记，登录上传材料和查询成绩时要用。"  # noqa: S105  a hint
)


class CodeForm(forms.Form):
    """What stands on the slip, and the number that does not stand there in full."""

    document_number = number_field("填写本人证件号码全部，末位 X 大小写均可。")
    code = one_line(
        "激活码",
        longest=30,
        help_text="激活单上的 10 位字母和数字，大小写、有无横线均可。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class NewPasswordBySlipForm(forms.Form):
    """A new password, twice, for a login that was open already."""

    password1 = password_field("新密码", PASSWORD_HELP, required="请填写新密码。")
    password2 = password_field("再次输入新密码", required="请再次输入新密码。")

    def __init__(self, *args: Any, person: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Check both passwords against the person's facts."""
        check_passwords(self, user=self.person.user)
        typed, number = str(self.cleaned_data.get("password1", "")), self.person.document_number
        if number.lower() in typed.lower():
            self.add_error("password1", "密码不能包含证件号码，请另设一个。")
        return self.cleaned_data


class OpeningForm(NewPasswordBySlipForm):
    """User name, password, how to be reached, and the consent."""

    username = one_line(
        "用户名",
        longest=30,
        help_text="至少 4 个字符，用于登录，设定后不能修改。请勿使用证件号码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password1 = password_field("密码", PASSWORD_HELP, required="请填写密码。")
    password2 = password_field("再次输入密码", required="请再次输入密码。")
    phone = PhoneField(help_text="本人手机号码；没有手机的填写带区号的家庭电话。")
    email = forms.EmailField(
        label="邮箱（选填）",
        required=False,
        help_text="用于找回密码，建议填写。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "邮箱格式不正确，应如 name@example.com。"},
    )
    consent = consent_field()
    consent_sensitive = sensitive_consent_field()
    field_order = ("username", "password1", "password2", "phone", "email", "consent", "consent_sensitive")

    @property
    def choice(self) -> Opening:
        """What the person chose; once every field is right."""
        facts = self.cleaned_data
        return Opening(
            username=facts["username"].strip(),
            password=facts["password1"],
            phone=facts["phone"],
            email=facts.get("email", ""),
        )

    def clean(self) -> dict[str, Any]:
        """Check the user name by the rules of a registration, and the passwords."""
        facts = super().clean()
        if "username" in facts:
            problems = registration_problems(self._registered(), today=clock.today())
            for problem in (one for one in problems if one.field == "username"):
                self.add_error("username", str(problem))
        return facts

    def _registered(self) -> NewCandidate:
        person = self.person
        return NewCandidate(
            username=self.cleaned_data["username"],
            name=person.name,
            document_type=person.document_type,  # type: ignore[arg-type]  # stored as its value
            document_number=person.document_number,
            phone=person.phone,
        ).cleaned()
