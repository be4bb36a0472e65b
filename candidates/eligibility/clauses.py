"""The rules as data: clauses of a level, and the years of birth that students of a level may have."""

from dataclasses import dataclass
from datetime import date

from candidates.eligibility.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to be eligible for a level: all of its requirements are met.

    Attributes:
        number: its number within the level, from 1.
        text: its words in the guide or the national rules.
        valid_from: the first exam day that it holds for.
        valid_to: the last one, included; None while it goes on.
        source: the guide or the national rules that it comes from, in words.
    """

    level: int
    number: int
    text: str
    requirements: tuple[Requirement, ...]
    valid_from: date
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the clause holds for exams on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class BirthYears:
    """The years of birth, both included, with which students enrol for a level in a year (guide 4.3-1)."""

    year: int
    level: int
    born_from: int
    born_to: int
