"""Changing an exam date once (guide 4.5.1-6): the rules, and what an approval writes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from batches.guards import items_of
from batches.models import Batch, BatchStatus, DateChange, DateChangeStatus
from examiners.selectors import why_not
from ostami import clock, policy
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

CLAUSE = "4.5.1-6"
CHANGEABLE = (BatchStatus.APPROVED, BatchStatus.ROSTER_SUBMITTED)
Obstacle = Callable[[Batch], Iterable[Problem]]
_obstacles: list[Obstacle] = []


def register_obstacle(obstacle: Obstacle) -> Obstacle:
    """Add what a floor above knows to keep a batch's date where it is, such as scores that were entered."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)
    return obstacle


def date_problems(batch: Batch, new_date: date, *, at: datetime) -> Iterator[Problem]:
    """Yield everything that keeps `batch` from moving to `new_date`, as decided at the instant `at`."""
    yield from not_changeable(batch)
    if new_date == batch.exam_date:
        yield Problem(f"新的考试日期与原日期 {batch.exam_date} 相同", CLAUSE, "请选择另一个日期", "new_date")
    roster_in = batch.status == BatchStatus.ROSTER_SUBMITTED
    earliest = policy.earliest_changed_date(clock.day_of(at), roster_in=roster_in)
    if new_date < earliest:
        yield Problem(
            f"新的考试日期 {new_date} 太近：{why_so_late(roster_in=roster_in)}",
            CLAUSE,
            f"请选择 {earliest} 或以后的日期",
            "new_date",
        )
    else:
        yield from panel_problems_on(batch, new_date)


def panel_problems_on(batch: Batch, new_date: date) -> Iterator[Problem]:
    """Yield which examiners could sit on the old date and can't on the new one (guide 4.5.1-4).

    Whoever couldn't on the old date either isn't the change's matter: the panel was weighed at the approval,
    and an examiner who has moved to another station or was suspended since then is on it on any date.
    """
    for item in items_of(batch):
        for examiner in item.panel:
            reasons = partial(why_not, examiner, station=batch.station, trade=item.trade, level=item.level)
            if not any(reasons(on=batch.exam_date)):
                for problem in reasons(on=new_date):
                    yield replace(problem, remedy="请改选日期，或先办理该考评员的续期", field="new_date")


def why_so_late(*, roster_in: bool) -> str:
    """Return why a changed date can't be earlier than `policy.earliest_changed_date`."""
    return "须晚于今天" if roster_in else "花名册还没有提交，新的报名截止日须不早于今天"


def not_changeable(batch: Batch) -> Iterator[Problem]:
    """Yield why a batch's date can't be changed at all: its status, the change that it had, or the scores."""
    if batch.status not in CHANGEABLE:
        status = batch.get_status_display()
        yield Problem(
            f"{batch} 当前状态为“{status}”，不能调整考试日期",
            CLAUSE,
            "只有已批准、尚未提交成绩的批次可以调整",
        )
    done = batch.date_changes.filter(status=DateChangeStatus.APPROVED).first()
    if done is not None and done.decided_at is not None:
        decided_on = clock.day_of(done.decided_at)
        yield Problem(
            f"{batch}的考试日期已于 {decided_on} 由 {done.old_date} 调整为 {done.new_date}，"
            "每个批次只能调整一次",
            CLAUSE,
            "如无法按期考试，请取消该批次，另行申请",
        )
    for obstacle in _obstacles:
        yield from obstacle(batch)


def already_requested(batch: Batch) -> Iterator[Problem]:
    """Yield a problem where a request for another date waits for its decision."""
    waiting = batch.date_changes.filter(status=DateChangeStatus.REQUESTED).first()
    if waiting is not None:
        yield Problem(
            f"{batch} 已于 {clock.day_of(waiting.requested_at)} 申请由 {waiting.old_date} 调整为 "
            f"{waiting.new_date}，正在等待审批",
            CLAUSE,
            "请等待管理站办理",
        )


def no_open_request(step: Step[Batch]) -> Iterator[Problem]:
    """A request for another date is decided or withdrawn before a batch is cancelled or its results go in."""
    for problem in already_requested(step.case):
        yield replace(problem, remedy="请先由考试站撤回该申请，或由管理站办理")


def may_change(step: Step[DateChange]) -> Iterator[Problem]:
    """A change is weighed again at its approval, by that day."""
    return date_problems(step.case.batch, step.case.new_date, at=step.at)


def change_date(step: Step[DateChange]) -> None:
    """Move the exam; every later date is computed from it.

    Raises:
        BlockedError: the batch moved on since the request was weighed.
    """
    change = step.case
    batch = Batch.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=change.batch_id)
    refuse_if(date_problems(batch, change.new_date, at=step.at))
    changes = {"考试日期": (batch.exam_date, change.new_date)}
    batch.exam_date = change.new_date
    batch.save(update_fields=["exam_date"])
    change.decided_at = step.at
    audit.record(
        batch,
        action="change_date",
        sentence="调整了考试日期",
        actor=step.actor,
        at=step.at,
        reason=change.reason,
        changes=changes,
    )


def refuse_change(step: Step[DateChange]) -> None:
    """Leave the exam where it is, and say so in the batch's history too."""
    step.case.decided_at = step.at
    audit.record(
        step.case.batch,
        action="refuse_date_change",
        sentence=f"未批准将考试日期调整为 {step.case.new_date}",
        actor=step.actor,
        at=step.at,
        reason=step.reason,
    )


def withdraw_change(step: Step[DateChange]) -> None:
    """Take a request back, and say so in the batch's history too."""
    audit.record(
        step.case.batch,
        action="withdraw_date_change",
        sentence=f"撤回了将考试日期调整为 {step.case.new_date} 的申请",
        actor=step.actor,
        at=step.at,
    )
