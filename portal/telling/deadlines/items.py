"""A deadline, and the days before it on which it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.telling.addressees import Addressee

STAGES = (7, 3, 1)
AHEAD = timedelta(days=max(STAGES))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that people should know to be near.

    Attributes:
        key: names it among all, such as ``roster:12``; with its day and the stage it is told once.
        day: the last day, or the day of the exam.
        what: what is due, such as ``提交花名册（批次 …）``.
        to: whom it concerns.
        address: where it is done.
        says: what is on that day.
        mailed: whether offices and rosters are mailed of it by the floor below.
    """

    key: str
    day: date
    what: str
    to: Iterable[Addressee]
    address: str
    says: str = "24:00 截止"
    mailed: bool = False


def is_near(day: date, today: date) -> bool:
    """Tell whether a day lies within the stages."""
    return today <= day <= today + AHEAD
