"""A list of choices that stands in every row of a page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Choices = Iterable[tuple[Any, Any]]


def options_html(choices: Choices) -> SafeString:
    """Return the options of a list, none chosen; a choice whose label is a list is a group of choices."""
    return format_html_join("", "{}", ((_part(value, label),) for value, label in choices))


def _part(value: Any, label: Any) -> SafeString:
    if isinstance(label, list):
        return format_html('<optgroup label="{}">{}</optgroup>', value, options_html(label))
    return format_html('<option value="{}">{}</option>', value, label)


class SharedSelect(forms.Select):
    """A list whose options are rendered once for all rows: hundreds of rows of dozens each cost seconds.

    Attributes:
        html: the options by `options_html`; they must say what the field's choices say.
    """

    def __init__(self, options: SafeString | None = None) -> None:
        super().__init__()
        self.html = options or SafeString()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the list with the chosen option marked."""
        start = format_html('<option value="{}"', "" if value is None else value)
        options = self.html.replace(f"{start}>", f"{start} selected>", 1)
        facts = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", facts, mark_safe(options))
