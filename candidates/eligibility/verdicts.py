"""The three answers to a question of eligibility, and how they add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from candidates.eligibility.facts import Facts, Relation
from candidates.eligibility.points import JudgedPoint


class Verdict(IntEnum):
    """Better is greater: of requirements the worst counts, of ways the best."""

    NOT_MET = 0
    LOOK = 1
    MET = 2

    @property
    def label(self) -> str:
        """The verdict in Chinese."""
        return ("不符合", "待核对", "符合")[self]

    @property
    def colour(self) -> str:
        """The colour that goes with the word on pages."""
        return ("danger", "warning", "success")[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one requirement.

    Attributes:
        words: a Chinese phrase with its numbers and without its full stop.
        points: what a reviewer has still to judge before more can be said.
    """

    verdict: Verdict
    words: str
    points: frozenset[JudgedPoint] = frozenset()


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on requirements that must all be met."""
    return min(verdicts, default=Verdict.LOOK)


def best(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that helps most, the first of equal ones; None where there is none."""
    return max(findings, key=lambda finding: finding.verdict, default=None)


def met_if(condition: bool) -> Verdict:  # noqa: FBT001  the question itself
    """Return the verdict on a plain question."""
    return Verdict.MET if condition else Verdict.NOT_MET


RELATED_VERDICTS = {
    Relation.SAME: Verdict.MET,
    Relation.CONFIRMED: Verdict.MET,
    Relation.RELATED: Verdict.LOOK,
    Relation.UNKNOWN: Verdict.LOOK,
    Relation.UNRELATED: Verdict.NOT_MET,
}


NOUNS = {JudgedPoint.SUBJECT: "专业", JudgedPoint.TITLE: "专业", JudgedPoint.CERTIFICATE: "职业"}


def related(finding: Finding, relation: Relation, facts: Facts, *, point: JudgedPoint) -> Finding:
    """Weigh in how what was found stands to the trade; `point` is what a reviewer judges of it."""
    settled, noun = facts.settled(relation, point), NOUNS[point]
    if settled == Relation.SAME:
        return finding
    verdict, points = RELATED_VERDICTS[settled], finding.points
    words = f"经核对为相关{noun}" if verdict == Verdict.MET else f"与申报工种不是相关{noun}"
    if verdict == Verdict.LOOK:
        words, points = f"是否相关{noun}须由考试站核对", points | {point}
    return Finding(min(finding.verdict, verdict), f"{finding.words}；{words}", points)


def looked_at(words: str, facts: Facts, point: JudgedPoint) -> Finding:
    """Return the finding on what only a reviewer can tell: open, or as the reviewer judged."""
    accepted = facts.judged.get(point)
    if accepted is None:
        return Finding(Verdict.LOOK, words, frozenset({point}))
    return Finding(met_if(accepted), f"{words}（已核对，{'属实' if accepted else '不属实'}）")
