"""What an evaluation report counts of one trade's exam: people, absences, passes, grades."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from exams.figures import rate
from exams.grading import ExamGrade
from question_bank.paper_kinds import PaperKind


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """One paper: who should sit it, who did, why the others didn't, and who passed.

    Attributes:
        expected: who should sit it; whoever carries its score from an earlier exam should not.
        open: of whom neither a score nor an absence is known.
    """

    expected: int = 0
    sat: int = 0
    absent: int = 0
    excused: int = 0
    misconduct: int = 0
    passed: int = 0
    open: int = 0

    @property
    def rate(self) -> str:
        """The share of those who sat it that passed."""
        return rate(self.passed, self.sat)


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """A trade's exam as an evaluation report counts it.

    Attributes:
        enrolled: whose enrolment was handed in and not rejected.
        expected: who stands on the roster.
        sat: who missed none of the papers to sit.
        missed: who missed one.
        open: of whom a paper has neither score nor absence.
    """

    enrolled: int
    expected: int
    sat: int
    missed: int
    open: int
    excellent: int
    good: int
    passed: int
    failed: int
    theory: PaperFigures
    practical: PaperFigures

    @property
    def qualified(self) -> int:
        """How many passed, whatever the grade."""
        return self.excellent + self.good + self.passed

    @property
    def rate(self) -> str:
        """The share of those who sat all papers that passed."""
        return rate(self.qualified, self.sat)

    @property
    def people(self) -> list[tuple[str, str]]:
        """Everybody by what became of them, in words."""
        return [
            ("报名人数", f"{self.enrolled} 人"),
            ("应考人数", f"{self.expected} 人"),
            ("实考人数", f"{self.sat} 人"),
            ("未考全人数", f"{self.missed} 人"),
            (ExamGrade.EXCELLENT.label, f"{self.excellent} 人"),
            (ExamGrade.GOOD.label, f"{self.good} 人"),
            (ExamGrade.PASSED.label, f"{self.passed} 人"),
            (ExamGrade.FAILED.label, f"{self.failed} 人"),
            ("合格及以上", f"{self.qualified} 人"),
            ("合格率", self.rate),
        ]

    @property
    def papers(self) -> list[tuple[str, PaperFigures]]:
        """The two papers with their names."""
        return [(PaperKind.THEORY.label, self.theory), (PaperKind.PRACTICAL.label, self.practical)]

    def stored(self) -> dict[str, Any]:
        """Return the figures as they are frozen with a report."""
        return asdict(self)

    @classmethod
    def from_stored(cls, frozen: Mapping[str, Any]) -> Self:
        """Return the figures that were frozen with a report."""
        counts = {one.name: frozen[one.name] for one in fields(cls)}
        papers = {kind.value: PaperFigures(**frozen[kind.value]) for kind in PaperKind}
        return cls(**{**counts, **papers})
