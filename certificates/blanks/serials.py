"""Serial numbers of blanks: ranges such as A0001 to A0100."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from ostami.problems import Problem

SHAPE = re.compile(r"([A-Z0-9-]*?)(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Serials:
    """A run of serial numbers: what stands before the digits, how many digits, and both ends."""

    head: str
    digits: int
    first: int
    last: int

    @classmethod
    def between(cls, first: str, last: str) -> Self | None:
        """Return the run from `first` to `last`, or None where both don't belong to one series."""
        start, end = SHAPE.fullmatch(first), SHAPE.fullmatch(last)
        if start is None or end is None or start[1] != end[1] or len(start[2]) != len(end[2]):
            return None
        return cls(start[1], len(start[2]), int(start[2]), int(end[2]))

    def __len__(self) -> int:
        return max(self.last - self.first + 1, 0)

    def overlaps(self, other: "Serials") -> bool:
        """Tell whether any serial number lies in both."""
        return self.series == other.series and self.first <= other.last and other.first <= self.last

    def without(self, other: "Serials") -> list["Serials"]:
        """Return what is left of this run beside another: itself, one or both ends, or nothing."""
        if not self.overlaps(other):
            return [self]
        ends = ((self.first, other.first - 1), (other.last + 1, self.last))
        return [replace(self, first=first, last=last) for first, last in ends if first <= last]

    def lies_in(self, others: "list[Serials]") -> bool:
        """Tell whether every serial number lies in one of `others`, which don't overlap."""
        runs = sorted((one.first, one.last) for one in others if one.series == self.series)
        wanted = self.first
        for first, last in runs:
            if first <= wanted <= last:
                wanted = last + 1
        return wanted > self.last

    @property
    def series(self) -> tuple[str, int]:
        """What all serial numbers of one series have in common."""
        return self.head, self.digits


def serial_problems(first: str, last: str, count: int) -> Iterator[Problem]:
    """Yield what is wrong with a range as it was typed, both ends or none."""
    if not first and not last:
        return
    if not (first and last):
        field = "last_serial" if first else "first_serial"
        yield Problem("起号和止号须同时填写", remedy="没有编号的空白证书两项都不填", field=field)
        return
    run = Serials.between(first, last)
    if run is None or not len(run):
        yield Problem(
            "起止号须为同一系列、位数相同的编号，止号不小于起号",
            remedy="如 A000101 至 A000200",
            field="last_serial",
        )
    elif len(run) != count:
        yield Problem(f"起止号共 {len(run)} 张，与数量 {count} 张不一致", remedy="请核对", field="count")
