"""What stands in the way of entering scores and of handing results in, each with its clause."""

from collections.abc import Iterator
from datetime import datetime

from batches.models import Batch, BatchStatus
from batches.models.batches import WAITING
from exams.selectors import still_open
from exams.traces import results_of, stopped, traces
from ostami.clock import SHANGHAI
from ostami.problems import Problem
from workflow.lifecycle import Step

NAMES_SHOWN = 5
CLEAR_FIRST = "督导结论为“停止考试”：请清除成绩和考试资料后再申请调整，或由管理站取消该批次"
BEFORE_ROSTER = (BatchStatus.DRAFT, *WAITING, BatchStatus.APPROVED, BatchStatus.RETURNED)


def scores_open(batch: Batch, *, at: datetime, act: str = "登记成绩") -> Iterator[Problem]:
    """Scores are entered from the exam day on, until the results are handed in (guide 4.6-1).

    Args:
        batch: whose scores.
        at: when the request arrived.
        act: what is done, as the refusal says it.
    """
    if batch.status != BatchStatus.ROSTER_SUBMITTED:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，不能{act}", "4.6-1", _instead(batch))
    elif at.astimezone(SHANGHAI).date() < batch.exam_date:
        yield Problem(
            f"考试日期为 {batch.exam_date}，考试尚未进行，不能{act}", "4.6-1", f"请自考试当日起{act}"
        )


def _instead(batch: Batch) -> str:
    """Return what to do about scores that can't be entered in the batch's status."""
    if batch.status in BEFORE_ROSTER:
        return "请先提交花名册"
    if batch.status == BatchStatus.RESULTS_SUBMITTED:
        return "如需更正成绩，请由管理站退回成绩后再修改"
    return "如对成绩有疑问，请联系管理站"


def already_held(batch: Batch) -> Iterator[Problem]:
    """Once something was recorded of the exam it was held: its date stays (guide 4.6-1).

    An exam that a supervisor stopped may be held on another day, once its results are cleared.
    """
    is_stopped = stopped(batch)
    found = "、".join(results_of(batch) if is_stopped else traces(batch))
    if found:
        text = f"{batch} {found}，考试已经进行，不能调整考试日期"
        yield Problem(text, "4.6-1", CLEAR_FIRST if is_stopped else "请按原考试日期办理后续事项")


def never_held(step: Step[Batch]) -> Iterator[Problem]:
    """Once something was recorded of the exam it can't be cancelled (guide 4.6-1), unless it was stopped."""
    found = "" if stopped(step.case) else "、".join(traces(step.case))
    if found:
        text = f"{step.case} {found}，考试已经进行，不能取消"
        yield Problem(text, "4.6-1", "请登记全部成绩后提交")


def unscored(batch: Batch) -> Iterator[Problem]:
    """Results are handed in once everybody on the roster has both scores or an absence (guide 4.6-1)."""
    names = list(still_open(batch).values_list("candidate__name", flat=True))
    if names:
        shown = "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")
        yield Problem(f"还有 {len(names)} 名考生的成绩没有填全：{shown}", "4.6-1", "请填写成绩或标记缺考")
