"""Where an examiner's appointment has ended: management lets a position off, or names who writes instead."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import BatchItem
from examiners.models import Examiner
from examiners.services.inviting import LoginState, login_state
from exams.evaluation.guards import nobody_sat, not_written
from exams.evaluation.panel import CLAUSE, chair_of, report_of
from exams.evaluation.positions import settle_with_last
from exams.evaluation.selectors import awaited
from exams.evaluation.writing import held_item, held_report
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def excuse_position(
    *, report: EvaluationReport, examiner: Examiner, reason: str, actor: User, at: datetime
) -> Position:
    """Let an examiner off whose appointment has ended; printed with its reason, and the last one settles.

    Args:
        report: an issued report.
        examiner: whose position is awaited.
        reason: why nothing more is to be had.
        actor: management.
        at: when the request arrived.

    Raises:
        Http404: the report isn't in the actor's scope.
        PermissionDenied: the actor's role lets nobody off.
        BlockedError: the examiner can speak, has spoken, or no reason is given.
    """
    held = held_report(report, actor)
    need(actor, Perm.RESULTS_APPROVE)
    refuse_if([*not_excusable(held, examiner, day=clock.day_of(at)), *_unreasoned(reason)])
    position = Position.objects.create(
        report=held, examiner=examiner, stance=Stance.EXCUSED, text=reason.strip(), taken_at=at
    )
    sentence = f"准予考评员{examiner}免予表态"
    audit.record(held, action="excuse", sentence=sentence, actor=actor, at=at, reason=position.text)
    settle_with_last(held, actor, at)
    return position


def not_excusable(report: EvaluationReport, examiner: Examiner, *, day: date) -> Iterator[Problem]:
    """Yield why an examiner isn't let off on `day`: only whoever can't log in any more is."""
    if report.status != ReportStatus.ISSUED:
        state = report.get_status_display()
        yield Problem(f"{report}当前状态为“{state}”，不需要表态", CLAUSE)
    elif examiner.pk not in {one.pk for one in awaited(report)}:
        yield Problem(f"{examiner}不需要表态，或已经表态", CLAUSE, "请刷新页面后查看")
    elif login_state(examiner, on=day) is not LoginState.ENDED:
        yield Problem(f"{examiner}的聘任没有终止，应由本人表态", CLAUSE, "没有账号的，请考试站邀请其开通")


@transaction.atomic
def name_writer(
    *, item: BatchItem, examiner: Examiner, reason: str, actor: User, at: datetime
) -> EvaluationReport:
    """Name another of the panel to write in the place of a leader whose appointment has ended.

    A report that wasn't begun is begun with it.

    Args:
        item: the trade.
        examiner: one of `nameable`.
        reason: why the leader doesn't write.
        actor: management.
        at: when the request arrived.

    Raises:
        Http404: the trade isn't in the actor's scope.
        PermissionDenied: the actor's role names nobody.
        BlockedError: the leader can write, the report was issued, or the examiner can't be named.
    """
    held = held_item(item)
    if not BatchItem.objects.visible_to(actor).filter(pk=held.pk).exists():
        raise Http404
    need(actor, Perm.RESULTS_APPROVE)
    report = report_of(held)
    if report is not None:
        report = held.evaluation = held_report(report, actor)
    day = clock.day_of(at)
    refuse_if([*not_nameable(held, day=day), *_not_chosen(held, examiner, day), *_unreasoned(reason)])
    old = chair_of(held)
    report = report or EvaluationReport(item=held)
    report.writer = None if examiner.pk == held.leader_id else examiner
    report.save()
    changes = {"报告人": (str(old), str(examiner))}
    sentence = f"指定{examiner}填写、签发评价报告"
    audit.record(
        report, action="name_writer", sentence=sentence, actor=actor, at=at, reason=reason, changes=changes
    )
    return report


def not_nameable(item: BatchItem, *, day: date) -> Iterator[Problem]:
    """Yield why nobody is named to write an item's report on `day`."""
    chair, report = chair_of(item), report_of(item)
    yield from not_written(item.batch, day=day)
    yield from nobody_sat(item)
    if report is not None and report.status != ReportStatus.DRAFT:
        state = report.get_status_display()
        yield Problem(f"{report}当前状态为“{state}”，不能另行指定", CLAUSE, "需要修改的，请先退回报告")
    if login_state(chair, on=day) is not LoginState.ENDED:
        yield Problem(f"{chair}的聘任没有终止，评价报告应由其本人填写、签发", CLAUSE)
    elif not nameable(item, day=day):
        yield Problem("考评组中没有其他已开通账号的考评员", CLAUSE, "请考试站先邀请考评组的一人开通账号")


def nameable(item: BatchItem, *, day: date) -> list[Examiner]:
    """Return those of the panel who can log in and write."""
    chair = chair_of(item)
    rest = (one for one in item.panel if one.pk != chair.pk)
    return [one for one in rest if login_state(one, on=day) is LoginState.OPEN]


def _not_chosen(item: BatchItem, examiner: Examiner, day: date) -> Iterator[Problem]:
    if examiner not in nameable(item, day=day):
        yield Problem(f"{examiner}不能代为填写", CLAUSE, "请选择考评组中已开通账号的考评员", field="examiner")


def _unreasoned(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("请写明原因", field="reason")
