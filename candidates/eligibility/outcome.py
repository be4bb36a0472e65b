"""What follows from an answer: what a reviewer has still to judge, and the outcome as the form prints it."""

from collections.abc import Iterator
from dataclasses import dataclass

from candidates.eligibility.answer import Answer
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.verdicts import Finding, Verdict

OUTCOME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point that a reviewer has still to judge, and what was found on it so far."""

    point: JudgedPoint
    words: str


def open_points_of(answer: Answer) -> list[OpenPoint]:
    """Return the points whose judgement decides, each once; none where the answer needs no look.

    Of several clauses that may still be met every point is named; one clause that is met is enough.
    """
    if answer.verdict != Verdict.LOOK:
        return []
    found: dict[JudgedPoint, str] = {}
    for finding in _doubtful(answer):
        for point in JudgedPoint:
            if point in finding.points:
                found.setdefault(point, finding.words)
    return [OpenPoint(point, words) for point, words in found.items()]


def _doubtful(answer: Answer) -> Iterator[Finding]:
    yield from answer.student or ([answer.unruled] if answer.unruled else [])
    if not answer.student:
        for one in answer.clauses:
            if one.verdict == Verdict.LOOK:
                yield from one.findings


def outcome(answer: Answer, *, level_label: str) -> str:
    """Return the outcome for the form's cell 是否符合申报条件, at most 200 characters (guide 4.4).

    Args:
        answer: the answer.
        level_label: the level as it is printed, such as 四级/中级工.
    """
    rule = f"{level_label}申报条件"
    if answer.deciding and answer.verdict != Verdict.NOT_MET:
        rule += f"第 {answer.deciding.clause.number} 条"
    who = "在籍学生" if answer.student else ""
    if answer.verdict != Verdict.LOOK:
        return f"{who}{answer.verdict.label}{rule}"[:OUTCOME_LENGTH]
    points = "、".join(one.point.label for one in open_points_of(answer))
    return f"{who}符合{rule}（待核对：{points}）"[:OUTCOME_LENGTH]
