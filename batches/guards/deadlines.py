"""What the calendar says to a batch: each deadline is judged by the instant of the request."""

from collections.abc import Iterator
from datetime import date, datetime

from batches.models import Batch, DateChangeStatus
from ostami import clock, policy
from ostami.problems import Problem
from workflow.lifecycle import Step


def lead_time(step: Step[Batch]) -> Iterator[Problem]:
    """An exam lies at least thirty days after its application (guide 4.5.1-2)."""
    yield from too_soon(step.case.exam_date, at=step.at)


def too_soon(exam_date: date, *, at: datetime) -> Iterator[Problem]:
    """Yield a problem where an exam lies too near to an application made at `at` (guide 4.5.1-2)."""
    applied_on = clock.day_of(at)
    earliest = policy.earliest_exam_date(applied_on)
    if exam_date < earliest:
        yield Problem(
            f"考试日期 {exam_date} 距申请日期 {applied_on} 不足 {policy.BATCH_LEAD_DAYS} 天",
            "4.5.1-2",
            f"请选择 {earliest} 或以后的日期",
            "exam_date",
        )


def enrolment_still_ahead(step: Step[Batch]) -> Iterator[Problem]:
    """A batch whose enrolment would be over at once can't be approved."""
    if step.at >= step.case.enrolment_closes_at:
        yield Problem(
            f"报名窗口已于 {step.case.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭，批准后考生无法报名",
            "4.5.1-2",
            "请退回，由考试站改选考试日期",
        )


def before_deadline(step: Step[Batch]) -> Iterator[Problem]:
    """The roster is handed in before the window closes (guide 4.5.1-2)."""
    if step.at >= step.case.enrolment_closes_at:
        last_day = policy.last_enrolment_day(step.case.exam_date)
        yield Problem(
            f"花名册提交截止 {last_day} 24:00，窗口已于 {step.case.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭",
            "4.5.1-2",
            revival(step.case),
        )


def revival(batch: Batch) -> str:
    """Return what is left to do with a batch whose windows closed without a roster (guide 4.5.1-6)."""
    if batch.date_changes.filter(status=DateChangeStatus.APPROVED).exists():
        return "考试日期已调整过一次，只能取消该批次，另行申请"
    return "可申请调整一次考试日期，批准后报名和花名册窗口按新的日期重新开放；不再考试的，请取消该批次"


def exam_day_reached(step: Step[Batch]) -> Iterator[Problem]:
    """Results follow the exam."""
    if step.day < step.case.exam_date:
        yield Problem(f"考试日期为 {step.case.exam_date}，考试尚未进行", "4.6-1", "请在考试结束后提交成绩")
