"""Filling a form in as a browser would."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms

F = TypeVar("F", bound=forms.BaseForm)


class FormRefusedError(Exception):
    """A form of the journey was refused: its sentences, by field."""

    def __init__(self, form: forms.BaseForm) -> None:
        super().__init__(f"{type(form).__name__}: {form.errors.get_json_data()}")


def filled(form: F) -> F:
    """Return a bound form that is valid.

    Raises:
        FormRefusedError: it isn't.
    """
    if not form.is_valid():
        raise FormRefusedError(form)
    return form


def typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a browser sends them: lists as they are, all else as text."""
    return {name: value if isinstance(value, list) else str(value) for name, value in facts.items()}
