"""What stands in the way of entering people for a training, of its results, and of ending it."""

from collections.abc import Collection, Iterator
from datetime import datetime

from examiners.models import ExaminerApplication, ExaminerApplicationStatus, Training, TrainingResult
from examiners.models.trainings import TrainingStatus
from ostami import clock
from ostami.problems import Problem
from workflow.lifecycle import Step

CLAUSE = "2.3"  # note 8: examiners must have attended the training
ENDED = frozenset({ExaminerApplicationStatus.APPROVED, ExaminerApplicationStatus.REJECTED})


def everybody_has_result(step: Step[Training]) -> Iterator[Problem]:
    """A training ends when every entry has its result."""
    entries = step.case.entries.all()
    pending = entries.filter(result=TrainingResult.PENDING).count()
    if pending:
        yield Problem(f"还有 {pending} 人没有登记结果", remedy="请先登记全部人员的结果")
    elif not entries.exists():
        yield Problem("本班没有人员报名，无结果可结", remedy="不再举办的，请取消培训")


def nobody_has_result(step: Step[Training]) -> Iterator[Problem]:
    """A training with results took place."""
    decided = step.case.entries.exclude(result=TrainingResult.PENDING).count()
    if decided:
        yield Problem(f"已登记 {decided} 人的结果，不能取消", remedy="请登记其余人员的结果后结班")


def over(training: Training) -> Iterator[Problem]:
    """Yield that a training was closed or cancelled: nothing in it changes any more."""
    if training.status != TrainingStatus.OPEN:
        yield Problem(
            f"本班{training.get_status_display()}，不能再更改", remedy="如有疑问，请查看办理记录或联系管理站"
        )


def entering_is_over(training: Training, *, at: datetime) -> Iterator[Problem]:
    """Yield why nobody can be entered or withdrawn at the instant `at`.

    The last day counts to its end: with 2026-06-10 an entry at 23:59:59 counts, one at 06-11 00:00:00
    doesn't, whatever the time at which it is dealt with.
    """
    yield from over(training)
    if clock.day_of(at) > training.enrol_until:
        yield Problem(
            f"本班报名已于 {training.enrol_until} 24:00 截止", CLAUSE, "请另报其他班次，或联系管理站"
        )


def no_place(training: Training, *, taken: int, more: int) -> Iterator[Problem]:
    """Yield that `more` people don't fit in beside the `taken` places."""
    free = max(training.capacity - taken, 0)
    if more > free:
        have = f"只剩 {free} 个名额，本次选了 {more} 人" if free else "已经报满"
        yield Problem(
            f"本班名额 {training.capacity} 人，{have}",
            remedy="请减少人员，或另报其他班次",
            field="applications",
        )


def unfit(
    application: ExaminerApplication, training: Training, *, entered: Collection[int]
) -> Iterator[Problem]:
    """Yield why the person of `application` can't be entered; `entered` holds the keys of those who are."""
    name = application.person_name
    if application.status in ENDED:
        yield Problem(f"{name}的申报已办结", remedy="请选择正在办理的申报", field="applications")
    if application.sought != training.sought:
        yield Problem(
            f"{name}申报的是{application.get_sought_display()}，本班培训{training.get_sought_display()}",
            CLAUSE,
            "请改报对应的班次",
            "applications",
        )
    if application.pk in entered:
        yield Problem(f"{name}已报名本班", remedy="请取消勾选，不必重复报名", field="applications")


def results_not_due(training: Training, *, at: datetime) -> Iterator[Problem]:
    """Yield why no results can be entered at the instant `at`: the training is over, or has yet to begin."""
    yield from over(training)
    if clock.day_of(at) < training.starts_on:
        yield Problem(f"本班 {training.starts_on} 开班，还不能登记结果", remedy="请在开班后登记")


def trained_already(application: ExaminerApplication) -> Iterator[Problem]:
    """Yield that a result was entered for the person, which goes with the application."""
    if application.training_entries.exclude(result=TrainingResult.PENDING).exists():
        yield Problem(
            f"{application.person_name}的培训结果已登记，申报不能放弃",
            remedy="请继续填写并提交；不再申报的，留着即可",
        )
