"""The fields by which a person names the own identity document."""

from collections.abc import Callable

from django import forms

from accounts.form_fields import one_line
from candidates.person.document_types import document_types, offered_choices


def offered_type_field() -> forms.ChoiceField:
    """Return the kinds with which a person may register."""
    return _type_field(offered_choices)


def known_type_field() -> forms.ChoiceField:
    """Return all kinds: somebody may have registered with one that is not offered any more."""
    return _type_field(lambda: [(row.kind, row.name) for row in document_types()])


def number_field(help_text: str) -> forms.CharField:
    """Return the number's field."""
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return one_line("证件号码", longest=40, help_text=help_text, widget=forms.TextInput(attrs=attrs))


def _type_field(choices: Callable[[], list[tuple[str, str]]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="证件类型",
        choices=choices,
        error_messages={"required": "请选择证件类型。", "invalid_choice": "请从列表中选择证件类型。"},
    )
