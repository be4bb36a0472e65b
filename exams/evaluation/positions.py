"""Where the other examiners stand on a report, and the leader's answers; with the last one it settles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from exams.evaluation.guards import not_leader
from exams.evaluation.mail import tell_opposed
from exams.evaluation.panel import CLAUSE, leads, seat_of
from exams.evaluation.selectors import awaited, unanswered
from exams.evaluation.writing import held_report
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import StaleError, perform


@transaction.atomic
def take_position(*, report: EvaluationReport, stance: str, text: str, actor: User, at: datetime) -> Position:
    """Confirm, supplement or oppose a report, once; the last position settles it (guide 4.6-2).

    Args:
        report: an issued report.
        stance: a `Stance`.
        text: in the examiner's own words; needed for all but a confirmation.
        actor: an examiner of the panel who doesn't lead it.
        at: when the request arrived.

    Raises:
        PermissionDenied: the actor's role takes no positions.
        Http404: the actor doesn't sit on the panel.
        StaleError: the report isn't issued, or settled.
        BlockedError: the leader asks, a position was taken before, or the words are missing.
    """
    need(actor, Perm.POSITION_TAKE)
    held = held_report(report, actor)
    if held.status != ReportStatus.ISSUED:
        raise StaleError(held)
    refuse_if([*no_position(held, actor), *_wordless(stance, text)])
    seat: Any = seat_of(held.item, actor)  # who has none was refused
    position = Position.objects.create(
        report=held, examiner=seat, stance=stance, text=text.strip(), taken_at=at
    )
    sentence = f"对评价报告表态：{position.get_stance_display()}"
    audit.record(held, action="take_position", sentence=sentence, actor=actor, at=at, reason=position.text)
    if position.stance == Stance.OPPOSE:
        tell_opposed(position)
    settle_with_last(held, actor, at)
    return position


def no_position(report: EvaluationReport, actor: User) -> Iterator[Problem]:
    """Yield why a person takes no position on a report, whatever its state."""
    examiner = seat_of(report.item, actor)
    if examiner is None:
        yield Problem("评价报告由其他考评员表态，考评组长不对自己的报告表态", CLAUSE)
    elif any(one.examiner_id == examiner.pk for one in report.positions.all()):
        yield Problem("您已对这份评价报告表态，不能再改", CLAUSE, "需要更改的，请考评组长收回报告后重新签发")


def _wordless(stance: str, text: str) -> Iterator[Problem]:
    if stance not in Stance or stance == Stance.EXCUSED:
        yield Problem("请选择确认、补充或反对", CLAUSE, field="stance")
    elif stance != Stance.CONFIRM and not text.strip():
        yield Problem(f"请写明{Stance(stance).label}的内容", CLAUSE, field="text")


@transaction.atomic
def answer_opposition(*, position: Position, text: str, actor: User, at: datetime) -> Position:
    """Answer an opposition; with the last answer the report settles (guide 4.6-2).

    Args:
        position: an opposition.
        text: the answer.
        actor: the panel's leader.
        at: when the request arrived.

    Raises:
        PermissionDenied: the actor's role writes no reports.
        Http404: the actor doesn't sit on the panel, or the position was cleared in the meantime.
        StaleError: the report isn't issued.
        BlockedError: somebody else leads the panel, there is nothing to answer, or the answer is empty.
    """
    need(actor, Perm.EVALUATION_WRITE)
    report = held_report(position.report, actor)
    held = Position.objects.filter(pk=position.pk).select_related("examiner").first()
    if held is None:
        raise Http404
    held.report = report
    if report.status != ReportStatus.ISSUED:
        raise StaleError(report)
    refuse_if(_not_answered(held, actor, text))
    held.answer, held.answered_at = text.strip(), at
    held.save(update_fields=["answer", "answered_at"])
    sentence = f"答复了考评员{held.examiner}的反对意见"
    audit.record(report, action="answer", sentence=sentence, actor=actor, at=at, reason=held.answer)
    settle_with_last(report, actor, at)
    return held


def _not_answered(position: Position, actor: User, text: str) -> Iterator[Problem]:
    if not leads(position.report.item, actor):
        yield not_leader(position.report)
    elif position.stance != Stance.OPPOSE:
        yield Problem("只有反对意见需要答复", CLAUSE)
    elif position.answered_at is not None:
        yield Problem("这条反对意见已经答复", CLAUSE)
    elif not text.strip():
        yield Problem("请写明答复的内容", CLAUSE, field="text")


def settle_with_last(report: EvaluationReport, actor: User, at: datetime) -> None:
    """Settle a report for whose settling nothing is awaited any more."""
    if not awaited(report) and not unanswered(report):
        perform(report, "settle", actor=actor, at=at, itself=True)
