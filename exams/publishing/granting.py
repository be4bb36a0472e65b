"""Granting the score that a make-up candidate carries, and what follows for the result."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from candidates.models import Enrolment, EnrolmentStatus
from exams.held import held_batch
from exams.models import CarriedScore, Result, Seat
from exams.publishing.carried_checks import REVIEWED, carried_label, no_longer_held
from exams.publishing.carrying import Offer, offers
from exams.scores import NOTHING, part_in_words
from exams.seating.holding import tell
from exams.selectors import carried_of, scores_of
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

BEFORE_EXAM = (BatchStatus.APPROVED, BatchStatus.ROSTER_SUBMITTED)


def fallen(enrolment: Enrolment) -> bool:
    """Tell whether the enrolment carries a score that counts no more."""
    carried = carried_of(enrolment)
    return carried is not None and any(no_longer_held(carried))


def not_grantable(enrolment: Enrolment, *, at: datetime) -> Iterator[Problem]:
    """Yield why no score can be carried into this enrolment, or taken from it, at the instant `at`.

    One that counts no more is replaced or taken out after the exam too, until the results are handed in.
    """
    if enrolment.status not in REVIEWED:
        state = enrolment.get_status_display()
        yield Problem(f"该报名当前状态为“{state}”，不能核定保留成绩", remedy="请在考生交齐材料后核定")
    elif enrolment.batch.status not in BEFORE_EXAM:
        yield Problem("成绩提交后不能再核定或取消保留成绩", remedy="如需更正，请由管理站退回成绩后办理")
    elif clock.day_of(at) >= enrolment.batch.exam_date and not fallen(enrolment):
        yield Problem("考试当日起不能再核定或取消保留成绩", remedy="请在考试前办理")


def grantable(enrolment: Enrolment) -> list[Offer]:
    """Return the scores that can be granted: in place of one that counts no more, of its paper alone."""
    carried = carried_of(enrolment)
    return [one for one in offers(enrolment) if carried is None or one.kind == carried.kind]


@transaction.atomic
def grant_carried(*, enrolment: Enrolment, source: Enrolment, actor: User, at: datetime) -> CarriedScore:
    """Let the paper that was passed in `source` count: the candidate sits the other one alone.

    A seat that was arranged for the paper is given up. A score that counts no more is replaced.

    Raises:
        Http404: the enrolment isn't in the actor's scope.
        PermissionDenied: the actor's role grants none.
        BlockedError: it isn't the time, `source` has no such score, or one was granted before.
    """
    row = _locked(enrolment, actor)
    refuse_if(not_grantable(row, at=at))
    refuse_if(_granted_before(row))
    offer = next((one for one in grantable(row) if one.source.pk == source.pk), None)
    if offer is None:
        refuse_if([Problem("所选考试没有可以保留的成绩", remedy="请刷新页面后重新选择")])
        raise AssertionError
    CarriedScore.objects.filter(enrolment=row).delete()
    _unseat(row, offer.kind, actor, at)
    made = CarriedScore.objects.create(
        enrolment=row,
        source=offer.source,
        kind=offer.kind,
        score=offer.score,
        granted_by=actor,
        granted_at=at,
    )
    words = f"{carried_label(made)}（{offer.source.batch.exam_date} 考试）"
    audit.record(row, action="carry", sentence=f"核定保留{words}", actor=actor, at=at)
    if row.batch.status == BatchStatus.ROSTER_SUBMITTED and row.status == EnrolmentStatus.ACCEPTED:
        _enter(made, actor, at)
    return made


@transaction.atomic
def end_carried(*, enrolment: Enrolment, actor: User, at: datetime) -> None:
    """Take a granted score back: the candidate sits both papers.

    Raises:
        Http404: the enrolment isn't in the actor's scope.
        PermissionDenied: the actor's role grants none.
        BlockedError: it isn't the time, or none was granted.
    """
    row = _locked(enrolment, actor)
    refuse_if(not_grantable(row, at=at))
    carried = carried_of(row)
    if carried is None:
        refuse_if([Problem("该报名没有保留成绩", remedy="请刷新页面后查看")])
        raise AssertionError
    _take_out(carried, actor, at)
    carried.delete()
    audit.record(row, action="end_carry", sentence=f"取消了保留{carried_label(carried)}", actor=actor, at=at)


def enter_carried(step: Step[Batch]) -> None:
    """Enter the carried scores of everybody on the roster that is being handed in."""
    roster = Enrolment.objects.filter(batch=step.case).accepted()
    for carried in CarriedScore.objects.filter(enrolment__in=roster.values("pk")).order_by("pk"):
        _enter(carried, step.actor, step.at)


def _enter(carried: CarriedScore, actor: User, at: datetime) -> None:
    row = carried.enrolment
    result = getattr(row, "result", None)
    result = result or Result(enrolment=row, recorded_by=carried.granted_by, recorded_at=at)
    _store(result, carried, carried.score, f"记入了保留{carried_label(carried)}", actor=actor, at=at)


def _take_out(carried: CarriedScore, actor: User, at: datetime) -> None:
    """Take a carried score out of the result; the other paper's score stays."""
    result = getattr(carried.enrolment, "result", None)
    if result is None:
        return
    _store(result, carried, None, f"取消了保留{carried_label(carried)}", actor=actor, at=at)
    if result.scores == NOTHING:
        result.delete()


def _store(
    result: Result, carried: CarriedScore, score: Decimal | None, sentence: str, *, actor: User, at: datetime
) -> None:
    """Write a carried paper's score: what nobody entered, so that it makes nobody a recorder."""
    before = getattr(result, carried.kind)
    setattr(result, carried.kind, score)
    result.save()
    words = (part_in_words(before, absent=False), part_in_words(score, absent=False))
    changes = {f"{carried.get_kind_display()}成绩": words}
    audit.record(result, action="carry", sentence=sentence, actor=actor, at=at, changes=changes)


def _locked(enrolment: Enrolment, actor: User) -> Enrolment:
    held_batch(enrolment.batch, actor=actor, right=Perm.MAKE_UP)
    rows = Enrolment.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).order_by()
    found = rows.select_related("batch__station__organisation", "batch_item__plan_item", "candidate")
    row: Enrolment = get_object_or_404(found, pk=enrolment.pk)
    return row


def _granted_before(enrolment: Enrolment) -> Iterator[Problem]:
    carried = carried_of(enrolment)
    if carried is not None and not fallen(enrolment):
        yield Problem(f"已核定保留{carried_label(carried)}", remedy="需要更改的，请先取消")
    elif carried is None and scores_of(enrolment) != NOTHING:
        yield Problem("该考生已登记成绩，不能再核定保留成绩")


def _unseat(enrolment: Enrolment, kind: str, actor: User, at: datetime) -> None:
    """Give up the seat of a paper that isn't sat; the others keep theirs."""
    seat = Seat.objects.filter(enrolment=enrolment, kind=kind).select_related("place__session", "place__room")
    for one in seat:
        words = f"取消了{enrolment.candidate.name}在{one.place} {one.number} 号的座位：该科成绩保留"
        tell(enrolment.batch.arrangement, "unseat", words, actor=actor, at=at)
        one.delete()
