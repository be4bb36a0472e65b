"""Writing columns of a row, and telling what differed under the names that people know."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from accounts.mailboxes import masked_address


def assign(row: models.Model, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set `columns` on a row, unsaved, and return what differed for the history.

    Choices stand there as words, phone numbers and mailboxes masked.
    """
    changes = {}
    for name, value in columns.items():
        before = _shown(row, name)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changes[label_of(row, name)] = (before, _shown(row, name))
    return changes


def label_of(row: models.Model, name: str) -> str:
    """Return what people call a field."""
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  Django's name


def mask_phone(number: str) -> str:
    """Return a phone number as history shows it: 139****0000; short ones as stars alone."""
    head, tail = (number[:3], number[-4:]) if len(number) > 8 else ("", "")  # noqa: PLR2004  nothing would be hidden
    return f"{head}****{tail}" if number else ""


def _shown(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    if value and name == "phone":
        return mask_phone(value)
    if value and name == "email":
        return masked_address(value)
    word = getattr(row, f"get_{name}_display", None)
    return word() if word else value
