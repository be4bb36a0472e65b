"""The order of a list: what a column's head asks for, and what a queryset makes of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column.

    Attributes:
        header: its words.
        next_sort: what a click sorts by, downwards with ``-`` before it; empty where it can't be sorted.
        direction: how the list is sorted by it at present, as `aria-sort` says it; empty where it isn't.
    """

    header: str
    next_sort: str = ""
    direction: str = ""

    @classmethod
    def of(cls, header: str, key: str, sort: str) -> Self:
        """Return the head of the column `key` in a list sorted by `sort`: upwards first, then downwards."""
        directions = {key: "ascending", f"-{key}": "descending"}
        return cls(header, f"-{key}" if sort == key else key, directions.get(sort, ""))


def orderings(fields: Iterable[str], *, falls: bool) -> Iterator[Any]:
    """Yield what `order_by` takes for some fields, up or down; what isn't known stands last, either way."""
    for name in fields:
        # A key is always known; asked plainly, the first page is read from its index.
        last = None if name == "pk" else True
        yield F(name).desc(nulls_last=last) if falls else F(name).asc(nulls_last=last)
