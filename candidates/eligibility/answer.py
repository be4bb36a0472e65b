"""Facts and rules in, an answer out: every clause with its verdict and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from batches.models import CandidateType
from candidates.eligibility.clauses import BirthYears, Clause
from candidates.eligibility.facts import Facts
from candidates.eligibility.judging import judge
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.requirements import level_words
from candidates.eligibility.students import EDUCATIONS, judge_student
from candidates.eligibility.verdicts import Finding, Verdict, looked_at, worst


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """One clause, and what was found on each of its requirements."""

    clause: Clause
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings: all requirements must be met."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def words(self) -> str:
        """What was found, as one Chinese sentence."""
        return sentence(self.findings)

    @property
    def why(self) -> str:
        """What of it decides, as one Chinese sentence."""
        return sentence(finding for finding in self.findings if finding.verdict == self.verdict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody may enrol for a level.

    Attributes:
        student: the findings by which students of levels 4 and 3 are judged; empty for everybody else.
        unruled: the finding that decides where no clause of the level holds on the exam day.
        verdict: for such students the worst of those, for all others the best of the clauses.
        words: the outcome as one Chinese sentence.
    """

    level: int
    clauses: tuple[ClauseAnswer, ...]
    student: tuple[Finding, ...]
    verdict: Verdict
    words: str
    unruled: Finding | None = None

    @property
    def rule(self) -> str:
        """The name of what the verdict is on, such as 四级申报条件第 3 条."""
        if self.student:
            return f"在籍学生{level_words(self.level)}申报条件"
        name = f"{level_words(self.level)}申报条件"
        if self.deciding is None or self.verdict == Verdict.NOT_MET:
            return name
        return f"{name}第 {self.deciding.clause.number} 条"

    @property
    def deciding(self) -> ClauseAnswer | None:
        """The first clause with the verdict of the whole; None where the clauses don't decide."""
        if self.student:
            return None
        return next((one for one in self.clauses if one.verdict == self.verdict), None)

    @property
    def others(self) -> tuple[ClauseAnswer, ...]:
        """The clauses besides, those that help most first."""
        rest = [one for one in self.clauses if one is not self.deciding]
        return tuple(sorted(rest, key=lambda one: -one.verdict))


def sentence(findings: Iterable[Finding]) -> str:
    """Return findings as one sentence."""
    return "；".join(finding.words for finding in findings) + "。"


def answer(facts: Facts, *, level: int, clauses: Iterable[Clause], windows: Iterable[BirthYears]) -> Answer:
    """Judge a person for a level by the clauses that hold on the exam day.

    Students are judged for levels 4 and 3 by the rule of guide 4.3-1, all of it; their clauses of 4.3-2 are
    answered beside it and don't decide. Everybody else needs one clause of the level (guide 4.3-2).
    """
    answers = _clause_answers(facts, level, clauses)
    if facts.candidate_type == CandidateType.STUDENT and level in EDUCATIONS:
        findings = judge_student(facts, level=level, windows=windows)
        verdict = worst(finding.verdict for finding in findings)
        return Answer(level, answers, findings, verdict, _student_words(level, findings, verdict))
    if not answers:
        words = f"考试日 {facts.exam_day} 没有{level_words(level)}的申报条件，须由管理站核对"
        found = looked_at(words, facts, JudgedPoint.CONFIRMATION)
        return Answer(level, (), (), found.verdict, sentence([found]), found)
    verdict = max(one.verdict for one in answers)
    return Answer(level, answers, (), verdict, _words(level, answers, verdict))


def _clause_answers(facts: Facts, level: int, clauses: Iterable[Clause]) -> tuple[ClauseAnswer, ...]:
    holding = [clause for clause in clauses if clause.level == level and clause.holds_on(facts.exam_day)]
    holding.sort(key=lambda clause: clause.number)
    return tuple(
        ClauseAnswer(one, tuple(judge(wanted, facts) for wanted in one.requirements)) for one in holding
    )


def _student_words(level: int, findings: Iterable[Finding], verdict: Verdict) -> str:
    deciding = [finding for finding in findings if finding.verdict == verdict]
    return f"{verdict.label}在籍学生申报{level_words(level)}的条件：{sentence(deciding)}"


def _words(level: int, answers: Iterable[ClauseAnswer], verdict: Verdict) -> str:
    name = level_words(level)
    if verdict == Verdict.NOT_MET:
        return f"不符合{name}的任何一条申报条件，请查看每一条的说明。"
    deciding = next(one for one in answers if one.verdict == verdict)
    return f"{verdict.label}{name}申报条件第 {deciding.clause.number} 条：{deciding.words}"
