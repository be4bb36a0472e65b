"""What a cell's text means: text, whole numbers, decimals, days and choices.

Each reader takes a text that isn't blank, and raises `ValueError` with a Chinese sentence without its full
stop: what is wrong and what to write instead.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)"
)
MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
WHOLE = re.compile(r"[+-]?\d{1,15}")
DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


def folded(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made plain, without any white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def text(max_length: int) -> Callable[[str], str]:
    """Return the reader of a text of at most `max_length` characters; white space becomes single blanks."""

    def read(cell: str) -> str:
        plain = " ".join(cell.split())
        if len(plain) > max_length:
            raise ValueError(f"有 {len(plain)} 个字，不能超过 {max_length} 个字")
        return plain

    return read


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return the reader of a whole number from `least` to `most`."""

    def read(cell: str) -> int:
        plain = folded(cell)
        if not WHOLE.fullmatch(plain):
            raise ValueError(f"不是整数，请填写 {least} 到 {most} 的整数")
        if not least <= int(plain) <= most:
            raise ValueError(f"超出范围，请填写 {least} 到 {most} 的整数")
        return int(plain)

    return read


def decimal_number(least: Decimal, most: Decimal, *, places: int) -> Callable[[str], Decimal]:
    """Return the reader of a number from `least` to `most` with at most `places` decimal places."""

    def read(cell: str) -> Decimal:
        plain = folded(cell)
        if not DECIMAL.fullmatch(plain) or len(plain.partition(".")[2]) > places:
            raise ValueError(f"不是最多 {places} 位小数的数字，请填写 {least} 到 {most}")
        if not least <= Decimal(plain) <= most:
            raise ValueError(f"超出范围，请填写 {least} 到 {most}")
        return Decimal(plain)

    return read


def day(cell: str) -> date:
    """Read a day: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日, or a date cell."""
    match = DAY.fullmatch(folded(MIDNIGHT.sub("", cell)))
    try:
        year, month, number = (int(part) for part in match.groups() if part) if match else (0, 0, 0)
        return date(year, month, number)
    except ValueError:
        raise ValueError("不是日期，请按 2026-09-01 的格式填写") from None


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader of one of several labels; the value is what stands behind the label in `options`."""

    options: Mapping[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in order."""
        return tuple(self.options)

    def __call__(self, cell: str) -> Any:
        """Return the value behind the label that the cell says."""
        known = {folded(label): value for label, value in self.options.items()}
        if folded(cell) not in known:
            raise ValueError(f"不在可选范围内，请填写{_listed(self.labels)}")
        return known[folded(cell)]


def choice(options: Mapping[str, Any]) -> Choice:
    """Return the reader of one of the labels of `options`, which gives the value behind it."""
    return Choice(options)


def _listed(labels: tuple[str, ...], most: int = 10) -> str:
    named = "、".join(f"“{label}”" for label in labels[:most])
    return f"{named}等 {len(labels)} 项之一（见下拉列表）" if len(labels) > most else f"{named}之一"
