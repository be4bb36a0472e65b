"""What somebody typed into a form, in words: to be read and copied where the form can't be taken."""

from typing import Any, cast

from django import forms

SECRET = (forms.PasswordInput, forms.FileInput)


def typed_in(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return label and words of each field that was filled in; not files, and nothing secret."""
    shown = [field for field in form.visible_fields() if not isinstance(field.field.widget, SECRET)]
    return [(str(field.label), words) for field in shown if (words := _words(field))]


def _words(field: forms.BoundField) -> str:
    typed: Any = field.data
    values = typed if isinstance(typed, (list, tuple)) else [typed]
    choices = getattr(field.field, "choices", None)
    known = {str(value): str(label) for value, label in cast("Any", choices)} if choices else {}
    return "、".join(known.get(str(value), str(value)) for value in values if value not in (None, "", False))
