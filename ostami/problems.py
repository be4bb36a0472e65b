"""What stands in the way of an act, as a sentence that a person can follow."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why something can't be done: what is wrong, by which rule, and what to do about it.

    Attributes:
        text: what is wrong, a Chinese sentence without its full stop.
        clause: the guide's clause, such as ``4.5.1-2``; empty where the reason isn't the guide's.
        remedy: what to do, a Chinese sentence without its full stop.
        field: the form field that it belongs to; empty for the whole.
    """

    text: str
    clause: str = ""
    remedy: str = ""
    field: str = ""

    def __str__(self) -> str:
        rule = f"（服务指南 {self.clause}）" if self.clause else ""
        remedy = f"{self.remedy}。" if self.remedy else ""
        return f"{self.text}{rule}。{remedy}"


class BlockedError(Exception):
    """An act was refused, with every reason at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("".join(map(str, self.problems)))


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise `BlockedError` if there is any problem."""
    found = tuple(problems)
    if found:
        raise BlockedError(found)
