"""The three answers to a question of eligibility, and how they add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from candidates.eligibility.facts import Relation


class Verdict(IntEnum):
    """Better is greater: of requirements the worst counts, of ways the best."""

    NOT_MET = 0
    LOOK = 1
    MET = 2

    @property
    def label(self) -> str:
        """The verdict in Chinese."""
        return ("不符合", "待核对", "符合")[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one requirement, as a Chinese phrase with its numbers and without its full stop."""

    verdict: Verdict
    words: str


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


def related(finding: Finding, relation: Relation, *, noun: str) -> Finding:
    """Weigh in how something stands to the trade: `noun` is 职业 or 专业."""
    verdict = RELATED_VERDICTS[relation]
    if verdict == Verdict.MET:
        return finding
    words = f"是否相关{noun}须由考试站核对" if verdict == Verdict.LOOK else f"与申报工种不是相关{noun}"
    return Finding(min(finding.verdict, verdict), f"{finding.words}；{words}")
