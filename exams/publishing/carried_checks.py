"""Whether scores that were granted to make-up candidates still hold."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from batches.models import Batch, DateChange
from candidates.models import EnrolmentStatus
from exams.models import PUBLISHED, AttendanceState, CarriedScore
from exams.scores import part_in_words
from exams.selectors import scores_of
from ostami.policy import carried_until
from ostami.problems import Problem
from workflow.lifecycle import Step

REVIEWED = (EnrolmentStatus.STAMPED, EnrolmentStatus.ACCEPTED)


def carried_in(batch: Batch) -> QuerySet[CarriedScore]:
    """Return the scores that a batch's candidates carry, with what they rest on."""
    rows = CarriedScore.objects.filter(enrolment__batch=batch, enrolment__status__in=REVIEWED)
    joined = rows.select_related(
        "enrolment__candidate", "enrolment__batch", "source__result", "source__batch"
    )
    return joined.prefetch_related("source__attendance").order_by("enrolment__sequence", "pk")


def carried_label(carried: CarriedScore) -> str:
    """Return what is carried in words: 理论成绩 85 分."""
    return f"{carried.get_kind_display()}成绩 {part_in_words(carried.score, absent=False)} 分"


def no_longer_held(carried: CarriedScore) -> Iterator[Problem]:
    """Yield why a granted score counts no more: the earlier result changed, or its time is over."""
    source = carried.source
    name, held_on = carried.enrolment.candidate.name, source.batch.exam_date
    words = f"{name}保留的{carried_label(carried)}（{held_on} 考试）"
    score = getattr(scores_of(source), carried.kind)
    if source.batch.status not in PUBLISHED:
        yield Problem(f"{words}，原成绩已退回更正，尚未重新公布", remedy="请待原成绩重新公布后办理")
    elif score != carried.score:
        stands = f"更正为 {part_in_words(score, absent=False)} 分" if score is not None else "取消"
        yield Problem(f"{words}，原成绩已{stands}", remedy="请考试站重新核定，或取消保留成绩")
    elif any(row.state == AttendanceState.MISCONDUCT for row in source.attendance.all()):
        yield Problem(f"{words}，该考生在原考试中违纪，成绩不能保留", remedy="请考试站取消保留成绩")
    last = carried_until(held_on, days=settings.CARRY_DAYS)
    if carried.enrolment.batch.exam_date > last:
        yield Problem(f"{words}只能用于 {last} 及以前的考试", remedy="请考试站取消保留成绩")


def carried_held(step: Step[Batch]) -> Iterator[Problem]:
    """Results and certificates rest on no carried score that counts no more."""
    for carried in carried_in(step.case):
        yield from no_longer_held(carried)


def carried_in_time(step: Step[DateChange]) -> Iterator[Problem]:
    """An exam isn't moved beyond the days for which its candidates' scores are kept."""
    for carried in carried_in(step.case.batch):
        last = carried_until(carried.source.batch.exam_date, days=settings.CARRY_DAYS)
        if step.case.new_date > last:
            words = f"{carried.enrolment.candidate.name}保留的{carried_label(carried)}"
            yield Problem(
                f"{words}只能用于 {last} 及以前的考试，不能用于 {step.case.new_date}",
                remedy="请改选日期，或由考试站先取消该保留成绩",
                field="new_date",
            )
