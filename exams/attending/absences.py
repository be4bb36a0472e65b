"""What attendance means for the scores: who was away has none (guide 4.6-1)."""

from collections.abc import Iterable, Mapping

from candidates.models import Enrolment
from exams.attending.entries import AttendanceEntry
from exams.models import UNSCORED
from exams.scores import part_in_words
from exams.scoring.papers import BothPapers, PaperFacts, part_of, with_carried, with_part
from exams.scoring.storing import ScoreChange
from exams.selectors import scores_of
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind

CLAUSE = "4.6-1"


def absences(
    entries: Iterable[AttendanceEntry],
    roster: Mapping[int, Enrolment],
    papers: Mapping[int, BothPapers],
    kind: PaperKind,
) -> list[ScoreChange]:
    """Return what the entries change in the results: an absence set, or taken out again."""
    changes = []
    for entry in entries:
        enrolment, absent = roster[entry.enrolment_id], entry.state in UNSCORED
        before = scores_of(enrolment)
        if part_of(before, kind)[1] != absent:
            after = with_carried(with_part(before, kind, None, absent=absent), papers[enrolment.pk])
            changes.append(ScoreChange(enrolment, before, after))
    return changes


def scored_already(entry: AttendanceEntry, enrolment: Enrolment, kind: PaperKind) -> Problem | None:
    """Return the problem that a paper has a score, so that its candidate wasn't away, or None."""
    score, _ = part_of(scores_of(enrolment), kind)
    if entry.state not in UNSCORED or score is None:
        return None
    return Problem(
        f"{enrolment.candidate.name}已有{kind.label}成绩 {part_in_words(score, absent=False)} 分，"
        f"不能登记为“{entry.state.label}”",
        CLAUSE,
        "请先在“登记成绩”中清空该科成绩，再登记到考情况",
        f"state_{enrolment.pk}",
    )


def marked_already(entry: AttendanceEntry, enrolment: Enrolment, paper: PaperFacts) -> Problem | None:
    """Return the problem that examiners marked the candidate's work, or None."""
    if entry.state not in UNSCORED or not paper.marked:
        return None
    return Problem(
        f"{enrolment.candidate.name}的实操已有考评员评分，不能登记为“{entry.state.label}”",
        CLAUSE,
        "请先在“考评员评分”中清空该考生的评分，再登记到考情况",
        f"state_{enrolment.pk}",
    )
