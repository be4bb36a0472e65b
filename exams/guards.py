"""What stands in the way of entering scores and of handing results in, each with its clause."""

from collections.abc import Iterator
from datetime import datetime

from batches.models import Batch, BatchStatus
from batches.models.batches import WAITING
from exams.selectors import scored, still_open
from ostami.clock import SHANGHAI
from ostami.problems import Problem
from workflow.lifecycle import Step

NAMES_SHOWN = 5
BEFORE_ROSTER = (BatchStatus.DRAFT, *WAITING, BatchStatus.APPROVED, BatchStatus.RETURNED)


def scores_open(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Scores are entered from the exam day on, until the results are handed in (guide 4.6-1)."""
    if batch.status != BatchStatus.ROSTER_SUBMITTED:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，不能登记成绩", "4.6-1", _instead(batch))
    elif at.astimezone(SHANGHAI).date() < batch.exam_date:
        yield Problem(
            f"考试日期为 {batch.exam_date}，考试尚未进行，不能登记成绩", "4.6-1", "请自考试当日起登记成绩"
        )


def _instead(batch: Batch) -> str:
    """Return what to do about scores that can't be entered in the batch's status."""
    if batch.status in BEFORE_ROSTER:
        return "请先提交花名册"
    if batch.status == BatchStatus.RESULTS_SUBMITTED:
        return "如需更正成绩，请由管理站退回成绩后再修改"
    return "如对成绩有疑问，请联系管理站"


def results_entered(batch: Batch) -> Iterator[Problem]:
    """Once scores were entered the exam was held: its date stays (guide 4.6-1)."""
    if people := scored(batch):
        yield Problem(
            f"{batch} 已登记 {people} 名考生的成绩，考试已经进行，不能调整考试日期",
            "4.6-1",
            "请按原考试日期办理后续事项",
        )


def nothing_scored(step: Step[Batch]) -> Iterator[Problem]:
    """Once scores were entered the exam was held: the batch can't be cancelled any more (guide 4.6-1)."""
    if people := scored(step.case):
        yield Problem(
            f"{step.case} 已登记 {people} 名考生的成绩，考试已经进行，不能取消",
            "4.6-1",
            "请登记全部成绩后提交",
        )


def everybody_scored(step: Step[Batch]) -> Iterator[Problem]:
    """Results are handed in once everybody on the roster has both scores or an absence (guide 4.6-1)."""
    names = list(still_open(step.case).values_list("candidate__name", flat=True))
    if names:
        shown = "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")
        yield Problem(f"还有 {len(names)} 名考生的成绩没有填全：{shown}", "4.6-1", "请填写成绩或标记缺考")
