"""How many papers there must be on the desk where scores are read against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candidates.models import Enrolment
from exams.scoring.papers import KINDS, BothPapers, PaperFacts, part_of
from exams.selectors import scores_of
from question_bank.paper_kinds import PaperKind

ON_PAPER = {PaperKind.THEORY: "理论答卷", PaperKind.PRACTICAL: "实操评分表"}


@dataclass(frozen=True, slots=True)
class PaperCount:
    """One kind of paper: how many were written, and whose is none.

    Attributes:
        name: what lies on the desk.
        written: how many have a score of this exam.
        away: how many were absent, excused or excluded.
        carried: how many carry the score of an earlier exam.
        open: how many have neither score nor absence.
    """

    name: str
    written: int
    away: int
    carried: int
    open: int

    @property
    def words(self) -> str:
        """The count as a sentence part."""
        parts = ((self.away, "缺考"), (self.carried, "保留成绩"), (self.open, "未登记"))
        beside = "，".join(f"{name} {count} 人" for count, name in parts if count)
        return f"应有 {self.written} 份" + (f"（另有{beside}）" if beside else "")


def paper_counts(people: Sequence[Enrolment], papers: Mapping[int, BothPapers]) -> list[PaperCount]:
    """Count theory papers and practical marking sheets of a trade's candidates."""
    return [_count(kind, [(one, papers[one.pk][kind]) for one in people]) for kind in KINDS]


def _count(kind: PaperKind, people: Sequence[tuple[Enrolment, PaperFacts]]) -> PaperCount:
    carried = sum(paper.carried is not None for _, paper in people)
    parts = [part_of(scores_of(one), kind) for one, paper in people if paper.carried is None]
    written = sum(score is not None for score, _ in parts)
    away = sum(absent for _, absent in parts)
    return PaperCount(ON_PAPER[kind], written, away, carried, len(parts) - written - away)
