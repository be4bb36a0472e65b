"""The one door to an examiner application that its unit still fills in.

A save leaves no line in the history; the submission does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.identity import DocumentType, facts_in_number, number_problem
from accounts.models import User
from examiners.applicants import trades_for
from examiners.models import (
    ApplicationSubject,
    ApplicationTrade,
    ExaminerApplication,
    ExaminerApplicationStatus,
)
from examiners.rules.training import trained_already
from examiners.services.starting import ENDED
from ostami import clock
from ostami.policy import EXAMINER_MAX_TRADES
from ostami.problems import Problem, refuse_if
from scope_catalog.models import Trade
from workflow import audit

PLAIN = (
    "person_name",
    "sex",
    "birth_date",
    "education",
    "department",
    "occupation",
    "title",
    "address",
    "email",
    "phone",
    "sought",
    "skill_level",
    "title_rank",
    "examiner_since",
    "taught_classes",
    "department_opinion",
    "department_head",
    "department_on",
)
# What follows from the roster where the application is about somebody on it.
FROM_ROSTER = frozenset({"person_name", "sought", "examiner_since"})


def locked_draft(application: ExaminerApplication, actor: User) -> ExaminerApplication:
    """Return a fresh, locked row of one's own open application; to be called in a transaction.

    Raises:
        BlockedError: it was handed in.
        Http404: it was discarded, or is somebody else's.
    """
    rows = ExaminerApplication.objects.select_for_update(of=("self",)).select_related(
        "organisation", "examiner"
    )
    row: ExaminerApplication | None = rows.filter(
        pk=application.pk, organisation=actor.organisation_id
    ).first()
    if row is None:
        raise Http404
    refuse_if(closed_problems(row))
    return row


def closed_problems(application: ExaminerApplication) -> Iterator[Problem]:
    """Yield why an application can't be changed any more."""
    if not application.is_open:
        yield Problem(
            f"申报已提交，不能修改（当前状态为“{application.get_status_display()}”）",
            remedy="需要修改时，请在核查前撤回，或联系管理站退回",
        )


@transaction.atomic
def save_form(
    *, application: ExaminerApplication, actor: User, answers: Mapping[str, Any]
) -> ExaminerApplication:
    """Save answers of F2, complete or not.

    Args:
        application: an open one of the actor's organisation.
        actor: who fills it in.
        answers: values by the names of `PLAIN`; `document_type` and `document_number` together, the number
            folded, which tell sex and birth date where they hold them; `trades` in order. What is left out
            stays as it is.

    Raises:
        BlockedError: it was handed in, the number is wrong or in hand already, or the trades are too many,
            repeated or not to be had.
    """
    row = locked_draft(application, actor)
    kept = FROM_ROSTER if row.subject != ApplicationSubject.APPOINTMENT else frozenset()
    for name in PLAIN:
        if name in answers and name not in kept:
            setattr(row, name, answers[name])
    if "document_number" in answers:
        _take_document(row, DocumentType(answers["document_type"]), answers["document_number"])
    elif not row.document_sealed:
        row.document_type = answers.get("document_type", row.document_type)
    if "trades" in answers:
        _take_trades(row, answers["trades"])
    return _stored(row)


def _take_document(row: ExaminerApplication, kind: DocumentType, number: str) -> None:
    if wrong := number_problem(kind, number, today=clock.today()):
        refuse_if([wrong])
    row.document_type = kind
    if number != row.document_number:
        row.document_number = number
    if told := facts_in_number(kind, number):
        row.birth_date, row.sex = told
    refuse_if(_in_hand(row))


def _in_hand(row: ExaminerApplication) -> Iterator[Problem]:
    others = ExaminerApplication.objects.filter(
        organisation=row.organisation_id, document_index=row.document_index
    )
    found = others.exclude(pk=row.pk).exclude(status__in=ENDED).first()
    if found is not None:
        yield Problem(
            f"该证件号码的人员已有一份申报正在办理（{found}，{found.get_status_display()}）",
            remedy="请在考评员申报列表中打开，继续办理；号码填错的，请更正",
            field="document_number",
        )


def _take_trades(row: ExaminerApplication, trades: Sequence[Trade]) -> None:
    refuse_if(_wrong_trades(row, trades))
    row.trade_places.all().delete()
    ApplicationTrade.objects.bulk_create(
        ApplicationTrade(application=row, trade=trade, place=place)
        for place, trade in enumerate(trades, start=1)
    )


def _wrong_trades(row: ExaminerApplication, trades: Sequence[Trade]) -> Iterator[Problem]:
    if len(trades) > EXAMINER_MAX_TRADES:
        yield Problem(
            f"选了 {len(trades)} 个工种，每人限 {EXAMINER_MAX_TRADES} 个",
            "3.2",
            "请去掉多余的工种",
            "trade_3",
        )
    if len(set(trades)) < len(trades):
        yield Problem("同一个工种选了不止一次", "3.2", "请去掉重复的工种", "trade_2")
    allowed = set(trades_for(row.organisation, examiner=row.examiner))
    for trade in dict.fromkeys(trades):
        if trade not in allowed:
            yield Problem(
                f"“{trade.code_and_name}”既不在评价范围内，也不在正在办理的申请中",
                "4.7-6",
                "请改选范围内的工种，或先申请增项",
                "trade_1",
            )


def _stored(row: ExaminerApplication) -> ExaminerApplication:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Two saves at one instant: the constraint let one of them pass.
        refuse_if(_in_hand(row))
        raise
    return row


@transaction.atomic
def discard(*, application: ExaminerApplication, actor: User) -> None:
    """Throw a draft away that was never handed in, its files too; audited.

    Raises:
        BlockedError: it was handed in once, or a training's result was entered: what others dealt with stays.
    """
    row = locked_draft(application, actor)
    if row.status != ExaminerApplicationStatus.DRAFT or row.submitted_at is not None:
        remedy = "请补正后重新提交；不再申报的，请联系管理站办理不予推荐"
        refuse_if([Problem("提交过的申报不能删除", remedy=remedy)])
    refuse_if(trained_already(row))
    audit.record(row, action="discard", sentence="放弃了未提交的申报", actor=actor)
    for evidence in row.evidence.all():
        evidence.delete_with_file()
    row.delete()
