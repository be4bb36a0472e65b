"""Which stored row a typed row is, so that rows keep their identity while a page is saved again and again."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class Entry(Protocol):
    """A typed row: the key that it was shown with, and what it is recognised by where it has none."""

    @property
    def pk(self) -> int | None:
        """The stored row's key; None for a new row."""

    @property
    def position(self) -> int:
        """The place of the row on its page."""

    @property
    def likeness(self) -> tuple[Any, ...]:
        """Two rows that are alike are one and the same if only one of them has a key."""

    @property
    def facts(self) -> dict[str, Any]:
        """The values of the row's fields."""


def match_rows(
    stored: Iterable[M], entries: Sequence[Entry], *, removed: Collection[int], likeness: Sequence[str]
) -> list[M | None]:
    """Return for each entry the stored row that it is, or None where it is new.

    A row without a key that is like a stored one which the page doesn't name was saved in passing, and its
    key never reached the page. A key that is stored no more makes a new row.

    Args:
        stored: the stored rows.
        entries: the rows typed.
        removed: keys of rows that are to go.
        likeness: the fields whose values make an entry's likeness.
    """
    by_key = {row.pk: row for row in stored if row.pk not in removed}
    named = {entry.pk for entry in entries}
    unnamed = {
        tuple(getattr(row, field) for field in likeness): row
        for row in by_key.values()
        if row.pk not in named
    }
    return [by_key.get(entry.pk or 0) or unnamed.pop(entry.likeness, None) for entry in entries]


def write_rows(
    rows: Sequence[M | None], entries: Sequence[Entry], new: type[M], **owner: models.Model
) -> list[M]:
    """Store each entry in its row; rows that stay as they are cost nothing.

    Args:
        rows: what `match_rows` found.
        entries: the rows typed.
        new: the model of the new rows.
        owner: what a new row belongs to.

    Returns:
        The stored rows in the order of `entries`.
    """
    written = [row or new(**owner) for row in rows]
    changed = [row for row, entry in zip(written, entries, strict=True) if _take(row, entry)]
    manager = new._default_manager  # noqa: SLF001  Django's documented API
    manager.bulk_create([row for row in changed if row.pk is None])
    names = [*entries[0].facts, "position"] if entries else []
    kept = [row for row in changed if row.pk is not None]
    if kept:
        manager.bulk_update(kept, names)
    return written


def _take(row: models.Model, entry: Entry) -> bool:
    """Set the row's values; tell whether any is new."""
    facts = {**entry.facts, "position": entry.position}
    changed = row.pk is None or any(getattr(row, name) != value for name, value in facts.items())
    for name, value in facts.items():
        setattr(row, name, value)
    return changed
