"""When attendance is recorded, and what speaks against it."""

from collections.abc import Iterator
from datetime import datetime

from batches.models import Batch, BatchStatus
from exams.guards import BEFORE_ROSTER
from ostami.clock import day_of
from ostami.problems import Problem


def day_open(batch: Batch, *, at: datetime, act: str) -> Iterator[Problem]:
    """What happened on the exam day is recorded from that day on, until the results are handed in.

    Args:
        batch: whose exam.
        at: when the request arrived.
        act: what is done, such as ``登记到考情况``.
    """
    if batch.status != BatchStatus.ROSTER_SUBMITTED:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，不能{act}", remedy=_instead(batch))
    elif day_of(at) < batch.exam_date:
        yield Problem(f"考试日期为 {batch.exam_date}，考试尚未进行，不能{act}", remedy=f"请自考试当日起{act}")


def attendance_open(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Attendance is recorded from the exam day on, until the results are handed in (guide 4.6-5)."""
    return day_open(batch, at=at, act="登记到考情况")


def _instead(batch: Batch) -> str:
    if batch.status in BEFORE_ROSTER:
        return "请先提交花名册"
    if batch.status == BatchStatus.RESULTS_SUBMITTED:
        return "如需更正，请由管理站退回成绩后再办理"
    return "如有疑问，请联系管理站"
