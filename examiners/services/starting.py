"""Starting an examiner application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from accounts.names import clean_person_name
from accounts.rights import Role
from examiners.models import (
    ApplicationSubject,
    ApplicationTrade,
    Examiner,
    ExaminerApplication,
    ExaminerApplicationStatus,
    Grade,
    SoughtGrade,
)
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit

ENDED = (ExaminerApplicationStatus.APPROVED, ExaminerApplicationStatus.REJECTED)
CHOOSE = "请从本站有效的考评员中选择"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What an application begins with.

    Attributes:
        subject: appointment, promotion, or other trades.
        person_name: whom an appointment is for.
        sought: what an appointment is to become.
        examiner: whom a promotion or other trades are for.
    """

    subject: ApplicationSubject
    person_name: str = ""
    sought: SoughtGrade = SoughtGrade.EXAMINER
    examiner: Examiner | None = None


@transaction.atomic
def start_application(*, start: Start, actor: User, at: datetime) -> ExaminerApplication:
    """Make a draft of the actor's organisation, filled with what the roster knows; audited.

    Raises:
        BlockedError: the examiner is no valid one of the own station, has an application in hand, or is a
            senior examiner already.
    """
    # Whoever clicks twice waits here, and then reads that an application is in hand.
    organisation = Organisation.objects.select_for_update().get(pk=_own(actor).pk)
    refuse_if(start_problems(start, actor, at=at))
    application = ExaminerApplication(
        organisation=organisation,
        subject=start.subject,
        person_name=clean_person_name(start.person_name),
        sought=start.sought,
        started_at=at,
    )
    if start.subject != ApplicationSubject.APPOINTMENT and start.examiner is not None:
        _take_over(application, start.examiner)
    application.save()
    _take_trades(application)
    sentence = f"开始填写{application.get_sought_display()}{application.get_subject_display()}"
    audit.record(application, action="start", sentence=sentence, actor=actor, at=at)
    return application


def _own(actor: User) -> Organisation:
    # Only candidates have none, and they have no right to start.
    assert actor.organisation is not None  # noqa: S101
    return actor.organisation


def own_examiners(actor: User, *, at: datetime) -> list[Examiner]:
    """Return the valid examiners of the actor's own station, whom it can put up again; none for a school."""
    if actor.role != Role.STATION:
        return []
    return list(Examiner.objects.visible_to(actor).valid_on(clock.day_of(at)))


def start_problems(start: Start, actor: User, *, at: datetime) -> Iterator[Problem]:
    """Yield what keeps an application from being started."""
    if start.subject == ApplicationSubject.APPOINTMENT:
        if not clean_person_name(start.person_name):
            yield Problem("还没有填写姓名", "3.2", "请填写申报人姓名", "person_name")
    elif start.examiner is None or start.examiner not in own_examiners(actor, at=at):
        yield Problem(f"还没有选择{start.subject.label}的考评员", remedy=CHOOSE, field="examiner")
    else:
        yield from _examiner_problems(start.subject, start.examiner, _own(actor))


def _examiner_problems(
    subject: ApplicationSubject, examiner: Examiner, organisation: Organisation
) -> Iterator[Problem]:
    if subject == ApplicationSubject.PROMOTION and examiner.grade == Grade.SENIOR:
        yield Problem(f"{examiner}已是高级考评员", "3.1", "不必再申报晋升", "examiner")
    # What a former station left open can't be handed in any more, and stands in no list of this one.
    if examiner.applications.filter(organisation=organisation).exclude(status__in=ENDED).exists():
        yield Problem(
            f"{examiner}已有一份申报正在办理", remedy="请在考评员申报列表中打开，继续办理", field="examiner"
        )


def _take_over(application: ExaminerApplication, examiner: Examiner) -> None:
    """Fill in what the roster says about an examiner."""
    promotes = application.subject == ApplicationSubject.PROMOTION
    application.examiner = examiner
    application.person_name = examiner.person_name
    application.sought = SoughtGrade.SENIOR if promotes else SoughtGrade(examiner.grade)
    application.examiner_since = examiner.appointed_on or examiner.valid_from
    application.phone, application.email = examiner.phone, examiner.email
    application.taught_classes = examiner.taught_classes


def _take_trades(application: ExaminerApplication) -> None:
    if application.examiner is None:
        return
    places = application.examiner.trade_places.order_by("place")
    ApplicationTrade.objects.bulk_create(
        ApplicationTrade(application=application, trade_id=held.trade_id, place=held.place) for held in places
    )
