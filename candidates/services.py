"""Verbs on candidates and their enrolments. What moves an enrolment's status is in `lifecycle.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.identity import document_index, kinds_of_one_card
from accounts.models import User
from accounts.names import login_key
from accounts.rights import Role
from batches.models import BatchItem
from candidates import guards
from candidates.changes import form_changes
from candidates.models import Candidate, Enrolment, EnrolmentStatus, HistoryEntry, HistoryKind
from candidates.registration import NewCandidate, registration_problems
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

PRIVACY_VERSION = "2026-01"
FORM_FIELDS = (
    "institution",
    "education",
    "entered_on",
    "subject",
    "prior_skill",
    "prior_certificate_number",
    "prior_issuer",
    "years_in_occupation",
    "eligibility",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period of schooling or work: first days of months; no `end` means until today."""

    start: date
    place: str
    end: date | None = None
    kind: HistoryKind = HistoryKind.STUDY
    subject: str = ""
    duty: str = ""


@transaction.atomic
def register_candidate(*, person: NewCandidate, password: str, today: date) -> Candidate:
    """Make the login and the candidate; the person agreed to the privacy text.

    Raises:
        BlockedError: something is wrong with the facts, or the user name or document number is taken.
    """
    person = person.cleaned()
    refuse_if(registration_problems(person, today=today))
    refuse_if(taken_problems(person))
    try:
        with transaction.atomic():
            candidate = _store(person, password)
    except IntegrityError:
        # Somebody else was quicker by an instant: the constraints said so, and the sentences say why.
        refuse_if(taken_problems(person))
        raise
    changes = {
        "证件号码": ("", candidate.masked_number),
        "个人信息处理说明": ("", f"同意（{PRIVACY_VERSION} 版）"),
    }
    audit.record(
        candidate, action="register", sentence="注册了考生账号", actor=candidate.user, changes=changes
    )
    return candidate


def taken_problems(person: NewCandidate) -> list[Problem]:
    """Return a problem for the user name and for the document number if somebody has registered it."""
    problems = []
    if User.objects.filter(login_key=login_key(person.username)).exists():
        problems.append(
            Problem(f"用户名“{person.username}”已有人使用", remedy="请另取一个用户名", field="username")
        )
    index = document_index(person.document_number)
    kinds = kinds_of_one_card(person.document_type)
    if Candidate.objects.filter(document_type__in=kinds, document_index=index).exists():
        problems.append(
            Problem(
                "该证件号码已注册", "4.3-3", "如为本人，请直接登录；忘记密码请用“找回密码”", "document_number"
            )
        )
    return problems


def _store(person: NewCandidate, password: str) -> Candidate:
    user = User.objects.create_user(
        person.username,
        password,
        role=Role.CANDIDATE,
        person_name=person.name,
        email=person.email,
        phone=person.phone,
    )
    # Without both there is a problem, and nobody comes this far.
    assert person.sex is not None  # noqa: S101
    assert person.birth_date is not None  # noqa: S101
    candidate = Candidate(
        user=user,
        name=person.name,
        document_type=person.document_type,
        sex=person.sex,
        birth_date=person.birth_date,
        phone=person.phone,
    )
    candidate.document_number = person.document_number
    candidate.save()
    return candidate


@transaction.atomic
def start_enrolment(*, item: BatchItem, actor: User, at: datetime) -> Enrolment:
    """Make the candidate's draft for one trade and level of a batch.

    Raises:
        BlockedError: enrolment is shut or full, or the candidate is in this batch already (guide 4.3-3).
    """
    enrolment = Enrolment(batch_item=item, batch=item.batch, candidate=actor.candidate)
    step = Step(enrolment, actor, at, "start")
    refuse_if([*guards.enrolled_once(step), *guards.window_open(step), *guards.place_left(step)])
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError:
        refuse_if(guards.enrolled_once(step))
        raise
    audit.record(enrolment, action="start", sentence=f"开始填写报名：{item}", actor=actor, at=at)
    return enrolment


def locked_for_candidate(enrolment: Enrolment, actor: User) -> Enrolment:
    """Return the actor's own enrolment under lock.

    Raises:
        Http404: it isn't the actor's own.
    """
    own = Enrolment.objects.select_for_update(of=("self",)).filter(pk=enrolment.pk, candidate__user=actor)
    found: Enrolment | None = own.select_related("batch_item__batch", "candidate").first()
    if found is None:
        raise Http404
    return found


def _locked_open(enrolment: Enrolment, actor: User) -> Enrolment:
    found = locked_for_candidate(enrolment, actor)
    refuse_if(guards.still_open(found))
    return found


@transaction.atomic
def save_form(
    *, enrolment: Enrolment, actor: User, answers: Mapping[str, Any], at: datetime | None = None
) -> Enrolment:
    """Save what the candidate answered on the personal form, complete or not.

    Args:
        enrolment: the candidate's own.
        actor: the candidate.
        answers: values by the names of `FORM_FIELDS`; a field left out stays as it is.
        at: the instant of the act.

    Raises:
        BlockedError: the enrolment was handed in.
    """
    row = _locked_open(enrolment, actor)
    asked = {name: answers[name] for name in FORM_FIELDS if name in answers}
    changes = form_changes(row, asked)
    if changes:
        for name, value in asked.items():
            setattr(row, name, value)
        row.save()
        audit.record(row, action="save_form", sentence="填写了申报表", actor=actor, at=at, changes=changes)
    return row


@transaction.atomic
def save_history(
    *, enrolment: Enrolment, actor: User, periods: Sequence[Period], at: datetime | None = None
) -> Enrolment:
    """Replace the history of schooling and work (guide 4.3-3).

    Raises:
        BlockedError: the enrolment was handed in, or a period ends before it starts.
    """
    row = _locked_open(enrolment, actor)
    refuse_if(_period_problems(periods))
    old = "；".join(map(str, row.history.all()))
    row.history.all().delete()
    for period in periods:
        HistoryEntry.objects.create(
            enrolment=row,
            kind=period.kind,
            start=period.start,
            end=period.end,
            place=period.place,
            subject=period.subject,
            duty=period.duty,
        )
    new = "；".join(map(str, row.history.all()))
    if old != new:
        changes = {"学习（工作）经历": ("", f"共 {len(periods)} 段" if periods else "已清空")}
        audit.record(
            row, action="save_history", sentence="填写了学习（工作）经历", actor=actor, at=at, changes=changes
        )
    return row


def _period_problems(periods: Sequence[Period]) -> list[Problem]:
    return [
        Problem(f"第 {number} 段经历的截止年月早于起始年月", remedy="请对调或更正")
        for number, period in enumerate(periods, start=1)
        if period.end is not None and period.end < period.start
    ]


@transaction.atomic
def discard_enrolment(*, enrolment: Enrolment, actor: User) -> None:
    """Throw a draft away that was never handed in, so that another trade of the batch can be chosen.

    Raises:
        BlockedError: it was handed in: then nothing can be deleted (guide 4.3-3).
    """
    row = locked_for_candidate(enrolment, actor)
    if row.status != EnrolmentStatus.DRAFT:
        raise BlockedError([Problem("报名已经提交，不能删除", "4.3-3", "如需更正，请联系考试站退回修改")])
    audit.record(row, action="discard", sentence=f"放弃了未提交的报名：{row.batch_item}", actor=actor)
    for upload in row.uploads.all():
        upload.delete_with_file()
    row.delete()
