"""The practical score that several examiners' marks give."""

from collections.abc import Sequence
from decimal import Decimal

HALF = Decimal("0.5")


def mean_mark(marks: Sequence[Decimal]) -> Decimal:
    """Return the mean of marks in steps of 0.5, rounded half up to the next 0.5.

    Whole numbers only, so that nothing is lost on the way: 85 and 85.5 give 85.5, for 85.25 lies halfway.

    Raises:
        ValueError: there is no mark.
    """
    if not marks:
        raise ValueError("There is no mean of no marks.")
    halves = sum(int(mark / HALF) for mark in marks)
    return HALF * ((2 * halves + len(marks)) // (2 * len(marks)))
