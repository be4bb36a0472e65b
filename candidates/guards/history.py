"""What the history of schooling and work still lacks (guide 4.3-3, 4.7-2)."""

from collections.abc import Iterator
from datetime import date

from accounts.names import fold
from batches.models import CandidateType
from candidates.models import Education, Enrolment, HistoryEntry, HistoryKind
from candidates.personal_form.history_gaps import Gap, gaps_of, month_number
from ostami.problems import Problem
from workflow.lifecycle import Step

CLAUSE = "4.3-3"


def history_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """The history runs from junior school to the day of submission without gaps (guide 4.3-3, 4.7-2)."""
    yield from study_problems(step.case, today=step.day)
    yield from work_problems(step.case, today=step.day)


def study_problems(enrolment: Enrolment, *, today: date) -> Iterator[Problem]:
    """Yield what the page on schooling lacks."""
    entries = list(enrolment.history.all())
    schools = _schools(entries)
    if not schools:
        until = "目前所在院校" if enrolment.is_student else "最高学历的学校"
        yield Problem("学习经历还没有填写", CLAUSE, f"请从初中开始，一直填写到{until}")
        return
    yield from _from_junior_school(schools[0])
    yield from _present_school(enrolment, schools) if enrolment.is_student else _highest(enrolment, schools)
    for gap in gaps_of(entries, until=today):
        if _on_study_page(enrolment, gap):
            yield _gap_problem(gap, "请补上这一段；其间没有上学的，增加一段“其他（务工、待业、服役等）”")


def work_problems(enrolment: Enrolment, *, today: date) -> Iterator[Problem]:
    """Yield what the page on work lacks; students have none."""
    entries = list(enrolment.history.all())
    if enrolment.is_student or not _schools(entries):
        return
    in_service = enrolment.batch.candidate_type == CandidateType.IN_SERVICE
    employed = any(one.kind == HistoryKind.WORK and one.end is None for one in entries)
    if in_service and not employed:
        yield Problem(
            "工作经历没有填写到目前所在单位", CLAUSE, "请增加目前所在单位的一段，截止年月留空（表示至今）"
        )
    for gap in gaps_of(entries, until=today):
        told = in_service and not employed and gap.after is None
        if not (told or _between_schools(gap)):
            yield _gap_problem(gap, "请补上这一段；其间没有工作的，增加一段“其他（待业、服役等）”")


def _schools(entries: list[HistoryEntry]) -> list[HistoryEntry]:
    return sorted((one for one in entries if one.kind == HistoryKind.STUDY), key=lambda one: one.start)


def _from_junior_school(first: HistoryEntry) -> Iterator[Problem]:
    if first.stage != Education.JUNIOR:
        words = f"学习经历最早的一段是“{first.place}”（{first.start:%Y.%m} 起），没有从初中开始"
        yield Problem(words, CLAUSE, "请补上初中；这一段就是初中的，就读阶段请选“初中”")


def _present_school(enrolment: Enrolment, schools: list[HistoryEntry]) -> Iterator[Problem]:
    """The school that a student is in stands last: named and begun as the form says (guide 4.3-3)."""
    name, entered = enrolment.institution, enrolment.entered_on
    present = next((one for one in reversed(schools) if one.end is None), None)
    if present is None:
        yield Problem(
            "学习经历没有填写到目前就读的院校",
            CLAUSE,
            f"请增加“{name or '目前就读院校'}”一段，截止年月留空（表示至今）",
        )
        return
    if name and fold(present.place) != fold(name):
        words = f"学习经历中目前就读的是“{present.place}”，申报表的就读院校是“{name}”，两处不一致"
        yield Problem(words, CLAUSE, "请按学生证更正其中一处")
    if entered and month_number(entered) != month_number(present.start):
        words = (
            f"学习经历中“{present.place}”从 {present.start:%Y.%m} 开始，"
            f"申报表的入学时间是 {entered:%Y.%m}，两处不一致"
        )
        yield Problem(words, CLAUSE, "入学时间须与学生证一致，请更正其中一处")


def _highest(enrolment: Enrolment, schools: list[HistoryEntry]) -> Iterator[Problem]:
    """Who has left school tells of it up to the highest that they state."""
    if enrolment.education and enrolment.education not in {one.stage for one in schools}:
        highest = enrolment.get_education_display()
        yield Problem(
            f"文化程度填写为“{highest}”，学习经历中没有这一阶段",
            CLAUSE,
            f"请在学习经历补上“{highest}”一段，或更正文化程度",
        )


def _on_study_page(enrolment: Enrolment, gap: Gap) -> bool:
    """Tell whether a gap is said on the page on schooling: a student's are, but for the present."""
    return gap.after is not None if enrolment.is_student else _between_schools(gap)


def _between_schools(gap: Gap) -> bool:
    ends = (gap.before, gap.after)
    return all(one is not None and one.kind == HistoryKind.STUDY for one in ends)


def _gap_problem(gap: Gap, remedy: str) -> Problem:
    head = f"“{gap.before.place}”（至 {gap.before.end:%Y.%m}）"
    tail = f"与“{gap.after.place}”（{gap.after.start:%Y.%m} 起）之间" if gap.after else "以后至今"
    missing = f"{gap.first:%Y.%m}" if gap.months == 1 else f"{gap.first:%Y.%m}–{gap.last:%Y.%m}"
    return Problem(f"{head}{tail}缺 {gap.months} 个月（{missing}）的经历", CLAUSE, remedy)
