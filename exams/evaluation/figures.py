"""Counting one trade's exam for its evaluation report, by attendance and scores."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from batches.models import BatchItem
from candidates.models import Enrolment
from exams.evaluation.counts import ExamFigures, PaperFigures
from exams.grading import ExamGrade, grade
from exams.models import UNSCORED, Attendance, AttendanceState
from exams.scoring.papers import part_of
from exams.selectors import carried_score, examined_of, scores_of
from ostami.policy import PASS_SCORE
from question_bank.paper_kinds import PaperKind

NAMED = {
    AttendanceState.ABSENT.value: "absent",
    AttendanceState.EXCUSED.value: "excused",
    AttendanceState.MISCONDUCT.value: "misconduct",
}
Missed = Mapping[tuple[int, str], str]


def figures_of(item: BatchItem) -> ExamFigures:
    """Count a trade's exam as it stands."""
    people = examined_of(item)
    missed = _missed(item)
    papers = {kind.value: _paper(people, kind, missed) for kind in PaperKind}
    outcomes = [_outcome(one) for one in people]
    return ExamFigures(
        enrolled=Enrolment.objects.filter(batch_item=item).handed_in().count(),
        expected=len(people),
        sat=sum(isinstance(one, ExamGrade) for one in outcomes),
        missed=outcomes.count("missed"),
        open=outcomes.count("open"),
        excellent=outcomes.count(ExamGrade.EXCELLENT),
        good=outcomes.count(ExamGrade.GOOD),
        passed=outcomes.count(ExamGrade.PASSED),
        failed=outcomes.count(ExamGrade.FAILED),
        theory=papers[PaperKind.THEORY],
        practical=papers[PaperKind.PRACTICAL],
    )


def _missed(item: BatchItem) -> Missed:
    rows = Attendance.objects.filter(enrolment__batch_item=item, state__in=UNSCORED)
    return {(one, kind): state for one, kind, state in rows.values_list("enrolment", "kind", "state")}


def _paper(people: Iterable[Enrolment], kind: PaperKind, missed: Missed) -> PaperFigures:
    """Count one paper."""
    counts = dict.fromkeys((one.name for one in fields(PaperFigures)), 0)
    for enrolment in people:
        if carried_score(enrolment, kind) is not None:
            continue
        counts["expected"] += 1
        for name in _stands(enrolment, kind, missed):
            counts[name] += 1
    return PaperFigures(**counts)


def _stands(enrolment: Enrolment, kind: PaperKind, missed: Missed) -> tuple[str, ...]:
    """Return where a candidate counts: by the attendance, else by the score or the absence."""
    if state := missed.get((enrolment.pk, kind)):
        return (NAMED[state],)
    score, absent = part_of(scores_of(enrolment), kind)
    if absent:
        return ("absent",)
    if score is None:
        return ("open",)
    return ("sat", "passed") if score >= PASS_SCORE else ("sat",)


def _outcome(enrolment: Enrolment) -> str:
    """Return the grade, ``missed`` for a paper that was not sat, or ``open``."""
    scores = scores_of(enrolment)
    papers = []
    for kind in PaperKind:
        carried = carried_score(enrolment, kind)
        score, absent = part_of(scores, kind)
        if carried is None and absent:
            return "missed"
        papers.append(score if carried is None else carried)
    return grade(*papers) or "open"
