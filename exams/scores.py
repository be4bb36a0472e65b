"""What is known of one candidate's two papers, as a value of its own."""

from dataclasses import dataclass
from decimal import Decimal

from exams.grading import ExamGrade, grade

ABSENT = "缺考"
# Who was absent, excused or excluded from a paper has no grade.
MISSED = "未考全"


def part_in_words(score: Decimal | None, *, absent: bool) -> str:
    """Return one paper's outcome as people read it: ``85.5``, ``缺考``, or nothing while it is open."""
    if absent:
        return ABSENT
    return f"{score.normalize():f}" if score is not None else ""


@dataclass(frozen=True, slots=True)
class Scores:
    """The theory and the practical paper of one candidate: each a score, an absence, or still open."""

    theory: Decimal | None = None
    practical: Decimal | None = None
    theory_absent: bool = False
    practical_absent: bool = False

    @property
    def theory_words(self) -> str:
        """The theory paper as people read it."""
        return part_in_words(self.theory, absent=self.theory_absent)

    @property
    def practical_words(self) -> str:
        """The practical paper as people read it."""
        return part_in_words(self.practical, absent=self.practical_absent)

    @property
    def absent(self) -> bool:
        """Tell whether a paper was missed, so that no grade will be given (guide 4.6-1)."""
        return self.theory_absent or self.practical_absent

    @property
    def complete(self) -> bool:
        """Tell whether both papers have a score or an absence."""
        return bool(self.theory_words and self.practical_words)

    @property
    def grade(self) -> ExamGrade | None:
        """The grade that the scores give (guide 4.6-1)."""
        return grade(self.theory, self.practical)

    @property
    def outcome(self) -> str:
        """The grade, ``未考全`` where a paper was missed, or nothing while a paper is open."""
        if not self.complete:
            return ""
        return self.grade or MISSED

    @property
    def token(self) -> str:
        """One word for this state: equal for equal scores, however they were typed."""
        return f"{self.theory_words}/{self.practical_words}"


NOTHING = Scores()
