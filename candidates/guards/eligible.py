"""Whether the conditions of the level are met (guide 4.3)."""

from collections.abc import Iterator

from candidates.eligibility.answer import Answer
from candidates.eligibility.outcome import open_points_of
from candidates.eligibility.verdicts import Verdict
from candidates.eligibility_data.rules import eligibility_for
from candidates.guards.form import empty_fields
from candidates.models import Enrolment
from ostami.problems import Problem
from scope_catalog.levels import Level
from workflow.lifecycle import Step

STUDENTS, OTHERS, BOTH = "4.3-1", "4.3-2", "4.3"
# The national rules, not the guide, say who may enrol for levels 2 and 1.
IN_GUIDE = (Level.FIVE, Level.FOUR, Level.THREE)
MEND = "填写有误的请更正；确不符合的，请改报其他等级或以后再报"
SETTLE = "请退回修改，或不予通过"


def eligible(step: Step[Enrolment]) -> Iterator[Problem]:
    """Nobody hands in a form whose own facts say that no clause is met.

    A form that isn't filled in says nothing yet: what it lacks is told by itself.
    """
    if empty_fields(step.case):
        return
    answer = eligibility_for(step.case)
    if answer.verdict == Verdict.NOT_MET:
        yield from _reasons(answer, step.case, remedy=MEND)


def eligibility_settled(step: Step[Enrolment]) -> Iterator[Problem]:
    """Nobody is accepted before the station has judged what needs a look, and found that a clause is met."""
    answer = eligibility_for(step.case)
    if answer.verdict == Verdict.NOT_MET:
        yield from _reasons(answer, step.case, remedy=SETTLE)
    for one in open_points_of(answer):
        yield Problem(
            f"“{one.point.label}”还没有核对：{one.words}", _clause(answer), "请对照材料核对后再审核通过"
        )


def _reasons(answer: Answer, enrolment: Enrolment, *, remedy: str) -> Iterator[Problem]:
    """Say why nothing is met: each condition of a student, or each clause with what fails of it."""
    level = enrolment.batch_item.plan_item.level_label
    for finding in answer.student:
        if finding.verdict == Verdict.NOT_MET:
            yield Problem(f"不符合在籍学生{level}的申报条件：{finding.words}", STUDENTS, remedy)
    if not answer.student:
        yield Problem(f"不符合{level}的任何一条申报条件", _clause(answer), remedy)
        for one in answer.clauses:
            yield Problem(f"第 {one.clause.number} 条不符合：{one.why.rstrip('。')}", _clause(answer))
    if answer.unruled:
        yield Problem(answer.unruled.words, BOTH)


def _clause(answer: Answer) -> str:
    if answer.student:
        return STUDENTS
    return OTHERS if answer.level in IN_GUIDE else ""
