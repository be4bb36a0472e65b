"""Form fields that the forms of every app are made of."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.names import clean_person_name, fold, person_name_problem
from accounts.phones import clean_phone, is_phone

WORD_LENGTH = 60


class CodePointField(forms.CharField):
    """A line whose length the server alone counts: a browser counts a rare character as two, and cuts."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes without the browser's limit."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def one_line(
    label: str, *, longest: int, made_of: type[forms.CharField] = forms.CharField, **facts: Any
) -> forms.CharField:
    """Return a field for one line of text, with sentences for what goes wrong."""
    return made_of(
        label=label,
        max_length=longest,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。",
        },
        **facts,
    )


def one_day(label: str, hint: str, **facts: Any) -> forms.DateField:
    """Return a field for a day, with sentences for what goes wrong."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=hint,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}不是有效的日期，请按 2026-01-31 的样子填写。",
        },
        **facts,
    )


def search_word(label: str, hint: str) -> forms.CharField:
    """Return a list's field for a word to look for."""
    return forms.CharField(
        label=label,
        max_length=WORD_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": hint, "autocomplete": "off"}),
        error_messages={"max_length": f"{label}最多 {WORD_LENGTH} 个字，请缩短后再试。"},
    )


def filter_choice(
    label: str, choices: Iterable[tuple[Any, Any]] = (), *, nothing: str = "全部"
) -> forms.ChoiceField:
    """Return a list's field for one of some words; `nothing` is what leaves the list as it is."""
    return forms.ChoiceField(
        label=label,
        choices=[("", nothing), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": f"没有“%(value)s”这个{label}，未按它筛选。请从列表中选择。"},
    )


class PhoneField(forms.CharField):
    """A phone number, folded; landlines with their area code."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    default_error_messages = {
        "required": "请填写联系电话。",
        "max_length": "电话号码过长，请核对后填写。",
        "invalid": "电话号码不正确，请填写 11 位手机号码，或带区号的固定电话，如 0519-80000000。",
    }

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"label": "联系电话", "max_length": 30, **facts})

    def to_python(self, value: Any) -> str:
        """Return the number folded."""
        return clean_phone(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what can't be dialled."""
        super().validate(value)
        if value and not is_phone(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class PersonNameField(CodePointField):
    """A person's name, folded."""

    default_error_messages = {
        "required": "请填写姓名。",
        "max_length": "姓名最多 %(limit_value)d 个字，请按证件填写。",
    }

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"label": "姓名", "max_length": 50, **facts})

    def to_python(self, value: Any) -> str:
        """Return the name folded."""
        return clean_person_name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what can't be a name."""
        super().validate(value)
        wrong = person_name_problem(value) if value else None
        if wrong:
            raise ValidationError(str(wrong), code="invalid")


class DigitsField(forms.IntegerField):
    """A small number; full-width digits and the unit behind it are forgiven.

    Args:
        units: the signs that may stand behind the number, such as ``台套``.
    """

    def __init__(self, *, units: str = "", **facts: Any) -> None:
        super().__init__(**facts)
        self.units = units

    def to_python(self, value: Any) -> int | None:
        """Return the number."""
        return super().to_python(fold(value).rstrip(self.units) if isinstance(value, str) else value)
