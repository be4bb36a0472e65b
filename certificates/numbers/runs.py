"""Gaps in a run of numbers: where a serial was left out."""

from collections.abc import Iterable
from itertools import groupby, pairwise

SERIAL_DIGITS = 5
NAMED = 10


def gaps(numbers: Iterable[str]) -> list[str]:
    """Return the serials that a run leaves out, as words: ``2649284901400003`` or ``…03 至 …05``.

    Numbers alike but for their last five characters, digits all, are one run.
    """
    serial = sorted(number for number in numbers if number[-SERIAL_DIGITS:].isdecimal())
    runs = groupby(serial, key=lambda number: number[:-SERIAL_DIGITS])
    return [words for head, run in runs for words in _gaps_of(head, list(run))]


def gap_warning(numbers: Iterable[str]) -> str:
    """Return what to tell of the gaps; empty where there are none."""
    found = gaps(numbers)
    if not found:
        return ""
    more = f"等 {len(found)} 处" if len(found) > NAMED else ""
    return f"编号不连续，缺少：{'、'.join(found[:NAMED])}{more}。请核对是否漏行。"


def _gaps_of(head: str, run: list[str]) -> Iterable[str]:
    for earlier, later in pairwise(int(number[-SERIAL_DIGITS:]) for number in run):
        first, last = earlier + 1, later - 1
        if first == last:
            yield f"{head}{first:0{SERIAL_DIGITS}d}"
        elif first < last:
            yield f"{head}{first:0{SERIAL_DIGITS}d} 至 {head}{last:0{SERIAL_DIGITS}d}"
