"""Who has to deal with an examiner application, and in which order a person's applications come."""

from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.rights import Role
from examiners.models import (
    ExaminerApplication,
    ExaminerApplicationQuerySet,
    ExaminerApplicationStatus,
)
from stations.querysets import NOTHING
from workflow import queues

OPEN = (ExaminerApplicationStatus.DRAFT, ExaminerApplicationStatus.RETURNED)


def waiting_for(user: User) -> ExaminerApplicationQuerySet:
    """Return the applications that wait for this person's act, the longest waiting first."""
    mine = ExaminerApplication.objects.visible_to(user).filter(_turn_of(user))
    return mine.order_by(F("submitted_at").asc(nulls_last=True), "pk")


def _turn_of(user: User) -> Q:
    match user.role:
        case Role.APPLICANT | Role.STATION:
            return Q(status__in=OPEN)
        case Role.MANAGEMENT:
            return Q(status=ExaminerApplicationStatus.SUBMITTED)
        case Role.CENTRE:
            return Q(status=ExaminerApplicationStatus.CHECKED)
        case _:
            return NOTHING


def urgent_first(applications: QuerySet[ExaminerApplication], *, user: User) -> QuerySet[ExaminerApplication]:
    """Order applications: those that wait for `user`, the oldest first; then the others, newest first."""
    return queues.urgent_first(applications, waiting=waiting_for(user))


def whose_turn(application: ExaminerApplication) -> str:
    """Return who acts next and on what, as a sentence; empty where all is done."""
    match application.status:
        case ExaminerApplicationStatus.SUBMITTED:
            return f"等待{application.organisation.parent or Role.MANAGEMENT.label}核查"
        case ExaminerApplicationStatus.CHECKED:
            return "等待指导中心审批"
        case ExaminerApplicationStatus.DRAFT | ExaminerApplicationStatus.RETURNED:
            return "等待申报单位填写并提交"
        case _:
            return ""
