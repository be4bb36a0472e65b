"""Registration of a candidate."""

from typing import Any

from django import forms

from accounts.form_fields import CodePointField, one_line
from accounts.identity import DocumentType, Sex
from accounts.models import User
from accounts.password_fields import check_passwords, password_field
from accounts.rights import Role
from candidates.forms.consents import consent_field, sensitive_consent_field
from candidates.forms.document_fields import number_field, offered_type_field
from candidates.person.registration import NewCandidate, registration_problems
from ostami import clock

PASSWORD_HELP = (
    "至少 10 位，不要全是数字，不要用常见密码或自己的姓名、证件号码。请牢记，登录上传资质和查询成绩时要用。"  # noqa: S105  a hint
)


class RegistrationForm(forms.Form):
    """Who registers, and with which user name and password."""

    name = one_line(
        "姓名",
        longest=50,
        made_of=CodePointField,
        help_text="按证件填写；少数民族姓名用“·”分隔。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document_type = offered_type_field()
    document_number = number_field("末位 X 大小写均可，空格会自动去掉。")
    sex = forms.ChoiceField(
        label="性别",
        choices=Sex.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    birth_date = forms.DateField(
        label="出生日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
        error_messages={"invalid": "请按“年-月-日”填写，如 2006-03-15。"},
    )
    phone = one_line(
        "联系电话",
        longest=30,
        help_text="本人手机号码；没有手机的填写带区号的家庭电话。",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="邮箱（选填）",
        required=False,
        help_text="用于找回账号和密码，建议填写。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "邮箱格式不正确，应如 name@example.com。"},
    )
    username = one_line(
        "用户名",
        longest=30,
        help_text="至少 4 个字符，用于登录，注册后不能修改。请勿使用证件号码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password1 = password_field("密码", PASSWORD_HELP, required="请填写密码。")
    password2 = password_field("再次输入密码", required="请再次输入密码。")
    consent = consent_field()
    consent_sensitive = sensitive_consent_field()

    @property
    def person(self) -> NewCandidate:
        """The person, folded; once every field by itself is right."""
        facts = self.cleaned_data
        return NewCandidate(
            username=facts["username"],
            name=facts["name"],
            document_type=DocumentType(facts["document_type"]),
            document_number=facts["document_number"],
            phone=facts["phone"],
            sex=Sex(facts["sex"]) if facts.get("sex") else None,
            birth_date=facts.get("birth_date"),
            email=facts.get("email", ""),
        ).cleaned()

    def clean(self) -> dict[str, Any]:
        """Check what fields say together: number and kind, age, both passwords."""
        facts = self.cleaned_data
        if {"username", "name", "document_type", "document_number", "phone"} <= facts.keys():
            for problem in registration_problems(self.person, today=clock.today()):
                self.add_error(problem.field, str(problem))
        self._check_passwords()
        return facts

    def _check_passwords(self) -> None:
        facts = self.cleaned_data
        typed, number = str(facts.get("password1", "")), str(facts.get("document_number", ""))
        user = User(
            username=facts.get("username", ""),
            person_name=facts.get("name", ""),
            email=facts.get("email", ""),
            phone=facts.get("phone", ""),
            role=Role.CANDIDATE,
        )
        check_passwords(self, user=user)
        if number and number.lower() in typed.lower():
            self.add_error("password1", "密码不能包含证件号码，请另设一个。")
