"""How dates, numbers and typed text read on a paper."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias
from unicodedata import category, east_asian_width

TableValue: TypeAlias = str | int | float | Decimal | date | None

EMPTY_DATE = "  年  月  日"

LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# What XML cannot hold, invisible control characters, and the controls that turn the reading direction, with
# which a number could be made to read differently from what is stored.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def date_in_words(day: date | None) -> str:
    """Return `day` as the forms print it, ``2026 年 9 月 1 日``; without a day, the gaps to fill by hand."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else EMPTY_DATE


def printable(text: str) -> str:
    """Return `text` with one kind of line end and without characters that no paper can hold."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def visible(text: str) -> str:
    """Return `text` printable and without what takes no room: joiners, soft hyphens, byte order marks."""
    return "".join(character for character in printable(text) if category(character) != "Cf").strip()


def columns_of(text: str) -> int:
    """Return how wide `text` is in half-width characters: a Chinese one takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def value_in_words(value: TableValue) -> str:
    """Return a table's value as text: a date as ``2026-09-01``, a number without needless zeros."""
    match value:
        case None:
            return ""
        case str():
            return value
        case date():
            return f"{value:%Y-%m-%d}"
        case int():
            return str(value)
        case _:
            return f"{Decimal(str(value)).normalize():f}"


def _printable_parts(held: object) -> object:
    match held:
        case StrEnum():
            return held
        case str():
            return printable(held)
        case tuple():
            return tuple(_printable_parts(part) for part in held)
        case _:
            return held


def _make_printable(sheet: Any) -> None:
    for field in fields(sheet):
        object.__setattr__(sheet, field.name, _printable_parts(getattr(sheet, field.name)))


class Printable:
    """Base of the sheets' dataclasses: makes every string they hold printable when the object is made."""

    def __post_init__(self) -> None:
        _make_printable(self)
