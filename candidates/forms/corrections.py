"""What candidates type to have a fact corrected, and what the list of requests is narrowed by."""

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import PersonNameField, PhoneField, filter_choice, one_day
from accounts.forms import ConfirmForm
from accounts.identity import Sex, age_on
from candidates.correcting.facts import Fact
from candidates.forms.answers import AnswersForm
from candidates.forms.certificates import CertificatesForm
from candidates.forms.personal_form import PersonalForm
from candidates.models import CorrectionStatus, Enrolment
from candidates.person.registration import MIN_AGE
from candidates.personal_form.asked import school_fields
from ostami import clock

OF_PERSON: dict[str, forms.Field] = {
    "name": PersonNameField(help_text="与证件完全一致；少数民族姓名用“·”分隔。"),
    "phone": PhoneField(help_text="本人手机号码；没有手机的填写带区号的家庭电话。"),
    "sex": forms.ChoiceField(
        choices=Sex.choices, widget=forms.RadioSelect, error_messages={"required": "请选择性别。"}
    ),
    "birth_date": one_day("出生日期", "与证件一致，如 2006-03-15。"),
}


class CorrectionForm(ConfirmForm):
    """The right value of one fact, and why."""

    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明错在哪里、以什么为准，如“入学时间填错，应与学生证一致”。请勿填写证件号码。",
        error_messages={
            "required": "请填写更正理由，考试站据此核对。",
            "max_length": "更正理由最多 %(limit_value)d 个字，现有 %(show_value)d 字，请缩短。",
        },
    )

    def __init__(self, *args: Any, enrolment: Enrolment, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment, self.fact = enrolment, fact
        label = fact.label(enrolment)
        field = OF_PERSON[fact.name] if fact.of_person else self._page().fields[fact.name]
        self.fields["value"] = deepcopy(field)
        self.fields["value"].label = label if isinstance(field, forms.BooleanField) else f"正确的{label}"
        self.fields["value"].initial = fact.value(enrolment)
        self.order_fields(["value", "reason"])

    def _page(self, data: dict[str, Any] | None = None) -> AnswersForm:
        """Return the page of the personal form on which the fact was filled in."""
        on_school = self.fact.name in school_fields(self.enrolment)
        page = PersonalForm if on_school else CertificatesForm
        return page(data, actor=self.actor, enrolment=self.enrolment)

    def clean_value(self) -> Any:
        """What is wrong on the personal form is wrong here, with the same sentence."""
        value = self.cleaned_data["value"]
        if self.fact.name == "birth_date":
            check_birth_date(value)
        elif not self.fact.of_person:
            before = self._complaints({})
            if new := self._complaints({self.fact.name: value}) - before:
                raise ValidationError(sorted(new))
        return value

    def _complaints(self, new: dict[str, Any]) -> set[str]:
        """Return what the page says of what is stored with `new` in its place."""
        stored = {name: value for name, value in self._page().initial.items() if name != "nothing"}
        asked = {name: "" if value is None else value for name, value in {**stored, **new}.items()}
        return {str(error) for errors in self._page(asked).errors.values() for error in errors}


def check_birth_date(day: date) -> None:
    """Refuse a birth date that nobody could have registered with.

    Raises:
        ValidationError: it lies ahead, or the person is under 14.
    """
    today = clock.today()
    if day > today:
        raise ValidationError("出生日期不能晚于今天，请对照证件核对。")
    if age_on(today, born=day) < MIN_AGE:
        raise ValidationError(f"未满 {MIN_AGE} 周岁不能报名，请对照证件核对出生日期。")


class CorrectionFilter(forms.Form):
    """Narrows the list of requests by status."""

    status = filter_choice("状态", CorrectionStatus.choices)
