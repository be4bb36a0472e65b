"""People as the rules of eligibility see them, on an exam on 2026-09-01 unless said otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from batches.models import CandidateType
from candidates.education import Education
from candidates.eligibility.answer import Answer, answer
from candidates.eligibility.clauses import BirthYears, Clause
from candidates.eligibility.facts import (
    Facts,
    PriorCertificate,
    Programme,
    Rank,
    Relation,
    Study,
    Title,
    WorkPeriod,
)
from candidates.eligibility.stored import read_requirements
from candidates.eligibility_data.loading import read_clauses

EXAM = date(2026, 9, 1)
ADULT = date(1990, 5, 5)
WINDOWS = (BirthYears(2026, 4, 2007, 2011), BirthYears(2026, 3, 2006, 2007))


@dataclass(frozen=True)
class Case:
    """A person, the level, the expected letter of each clause (Y met, L needs a look, N not met), the whole.

    For students of levels 4 and 3 `student` has the letters of education, birth year, time at school, hours.
    """

    who: str
    level: int
    facts: Facts
    clauses: str
    verdict: str
    student: str = ""

    def __str__(self) -> str:
        return self.who


def day(text: str) -> date:
    return date.fromisoformat(text)


def adult(**facts: Any) -> Facts:
    given = {"exam_day": EXAM, "birth_date": ADULT, "candidate_type": CandidateType.IN_SERVICE, **facts}
    return Facts(**given)


def job(start: str, end: str | None = None, relation: Relation = Relation.SAME) -> WorkPeriod:
    return WorkPeriod(day(start), day(end) if end else None, relation)


def certificate(level: int, issued: str | None, relation: Relation = Relation.SAME) -> PriorCertificate:
    return PriorCertificate(level, day(issued) if issued else None, relation)


def title(rank: Rank, obtained: str | None, relation: Relation = Relation.SAME) -> Title:
    return Title(rank, day(obtained) if obtained else None, relation)


def graduate(education: Education, on: str | None = "2020-06-30", **facts: Any) -> Study:
    given = {"subject": Relation.SAME, "programme": Programme.OTHER, **facts}
    return Study(education, in_study=False, graduates_on=day(on) if on else None, **given)


def pupil(education: Education, entered: str | None, graduates: str | None = None, **facts: Any) -> Study:
    given = {
        "subject": Relation.SAME,
        "programme": Programme.OTHER,
        "entered_on": day(entered) if entered else None,
        "graduates_on": day(graduates) if graduates else None,
        **facts,
    }
    return Study(education, in_study=True, **given)


def student(study: Study | None, born: str, hours: int | None = 400, **facts: Any) -> Facts:
    given = {
        "birth_date": day(born),
        "candidate_type": CandidateType.STUDENT,
        "studies": (study,) if study else (),
        "training_hours": hours,
        **facts,
    }
    return adult(**given)


@cache
def shipped_clauses() -> tuple[Clause, ...]:
    """Return the clauses that come with the portal."""
    return tuple(_shipped())


def _shipped() -> Iterator[Clause]:
    for row in read_clauses(settings.FIXTURE_DIR / "eligibility_clauses.csv"):
        wanted = read_requirements(row.requirements)
        yield Clause(row.level, row.number, row.text, wanted, row.valid_from, row.valid_to)


def judged(facts: Facts, level: int) -> Answer:
    return answer(facts, level=level, clauses=shipped_clauses(), windows=WINDOWS)
