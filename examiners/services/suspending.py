"""Suspending an examiner and taking the suspension back; each act is audited with its reason."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from examiners.models import Examiner, ExaminerState, Suspension
from examiners.services.roster import locked_examiner
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit

NOT_SUSPENDED = Problem("该考评员没有被暂停，可能已由他人恢复", remedy="请返回查看办理记录")
OVER = frozenset({ExaminerState.ENDED, ExaminerState.EXPIRED})


@transaction.atomic
def suspend_examiner(*, examiner: Examiner, since: date, reason: str, actor: User, today: date) -> Suspension:
    """Keep an examiner from judging from the day `since` on, until resumed; exams held before it stand.

    Raises:
        BlockedError: the appointment is over, a suspension runs already or lies ahead, or `since` is past or
            beyond the last day.
    """
    examiner = locked_examiner(examiner)
    refuse_if(_not_suspendable(examiner, since, today))
    made = Suspension.objects.create(examiner=examiner, since=since, reason=reason)
    audit.record(
        examiner,
        action="suspend",
        sentence="暂停考评员资格",
        actor=actor,
        reason=reason,
        changes={"暂停日期": (None, since)},
    )
    return made


@transaction.atomic
def resume_examiner(
    *, examiner: Examiner, resumed_on: date, reason: str, actor: User, today: date
) -> Suspension:
    """End the suspension that runs or lies ahead: `resumed_on` is the first day on which the examiner judges.

    Raises:
        BlockedError: nothing is suspended, or `resumed_on` is past or before the suspension.
    """
    examiner = locked_examiner(examiner)
    held = examiner.suspensions.filter(resumed_on__isnull=True).first()
    if held is None:
        raise BlockedError([NOT_SUSPENDED])
    refuse_if(_not_resumable(held, resumed_on, today))
    held.resumed_on = resumed_on
    held.save(update_fields=["resumed_on"])
    audit.record(
        examiner,
        action="resume",
        sentence="恢复考评员资格",
        actor=actor,
        reason=reason,
        changes={"恢复日期": (None, resumed_on)},
    )
    return held


def _not_suspendable(examiner: Examiner, since: date, today: date) -> Iterator[Problem]:
    if (state := examiner.state_on(today)) in OVER:
        yield Problem(f"该考评员的资格{state.label}，不必暂停", remedy="请返回查看办理记录")
        return
    later = Q(resumed_on__isnull=True) | Q(resumed_on__gt=since)
    if examiner.suspensions.filter(later).exists():
        yield Problem("该考评员已被暂停，可能已由他人处理", remedy="请返回查看办理记录")
    if not today <= since <= examiner.valid_to:
        yield Problem(
            f"暂停日期 {since} 须在今天至有效期截止日 {examiner.valid_to} 之间",
            remedy="已经考完的批次不受暂停影响，请改填今天或以后的日期",
            field="since",
        )


def _not_resumable(held: Suspension, resumed_on: date, today: date) -> Iterator[Problem]:
    if resumed_on < max(held.since, today):
        yield Problem(
            f"恢复日期 {resumed_on} 早于今天或暂停日期 {held.since}",
            remedy="请填写今天或以后、不早于暂停日期的日期",
            field="resumed_on",
        )
