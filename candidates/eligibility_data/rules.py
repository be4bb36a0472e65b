"""The stored rules of eligibility, put to a person's facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from candidates.eligibility.answer import Answer, answer
from candidates.eligibility.clauses import BirthYears, Clause
from candidates.eligibility.facts import Facts
from candidates.eligibility.outcome import OpenPoint, open_points_of, outcome
from candidates.eligibility_data.facts import facts_of
from candidates.models import BirthYearWindow, EligibilityClause, Enrolment

# What `eligibility_for_many` reads of each enrolment: joined and fetched ahead, or it costs a query each.
JOINED = ("candidate", "batch", "batch_item__plan_item")
FETCHED_AHEAD = ("history", "judgements")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as they are stored, read once."""

    clauses: tuple[Clause, ...]
    windows: tuple[BirthYears, ...]

    @classmethod
    def stored(cls, levels: Iterable[int]) -> Self:
        """Read the rules of some levels: two queries."""
        wanted = set(levels)
        clauses = EligibilityClause.objects.filter(level__in=wanted)
        windows = BirthYearWindow.objects.filter(level__in=wanted)
        return cls(tuple(one.as_clause() for one in clauses), tuple(one.as_window() for one in windows))

    def answer(self, facts: Facts, *, level: int) -> Answer:
        """Judge a person for a level by the rules that hold on the exam day (guide 4.3)."""
        return answer(facts, level=level, clauses=self.clauses, windows=self.windows)


def eligibility_of(facts: Facts, *, level: int) -> Answer:
    """Judge a person for a level by the rules that are stored for the exam day (guide 4.3)."""
    return Rules.stored([level]).answer(facts, level=level)


def eligibility_for(enrolment: Enrolment) -> Answer:
    """Judge an enrolment by its facts, what reviewers found on them, and the stored rules (guide 4.3)."""
    return eligibility_of(facts_of(enrolment), level=level_of(enrolment))


def eligibility_for_many(enrolments: Iterable[Enrolment]) -> dict[int, Answer]:
    """Judge many enrolments, the rules read once, and return the answers by primary key.

    Args:
        enrolments: rows with `JOINED` joined and `FETCHED_AHEAD` fetched ahead.
    """
    rows = list(enrolments)
    rules = Rules.stored(level_of(row) for row in rows)
    return {row.pk: rules.answer(facts_of(row), level=level_of(row)) for row in rows}


def open_points(enrolment: Enrolment) -> list[OpenPoint]:
    """Return what the reviewer has still to judge before the enrolment can be accepted."""
    return open_points_of(eligibility_for(enrolment))


def outcome_of(enrolment: Enrolment) -> str:
    """Return the outcome as the form prints it: 是否符合申报条件 (guide 4.4)."""
    return outcome(eligibility_for(enrolment), level_label=enrolment.batch_item.plan_item.level_label)


def level_of(enrolment: Enrolment) -> int:
    """Return the level that is enrolled for."""
    return int(enrolment.batch_item.plan_item.level)
