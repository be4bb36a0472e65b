"""Who has to deal with an application, and in which order a person's applications come."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.rights import Role
from scope_catalog.choices import Scheme
from stations.guards import all_branches, branches, endorsing_role
from stations.models import ApplicationStatus, StationApplication, StationApplicationQuerySet
from stations.models.applications import OPEN_STATUSES
from stations.querysets import NOTHING
from workflow import queues


def waiting_for(user: User) -> StationApplicationQuerySet:
    """Return the applications that wait for this person's act, the longest waiting first."""
    mine = StationApplication.objects.visible_to(user).filter(_turn_of(user))
    return mine.order_by(F("submitted_at").asc(nulls_last=True), "pk")


def _turn_of(user: User) -> Q:
    endorsing, approving = Q(status=ApplicationStatus.SUBMITTED), Q(status=ApplicationStatus.ENDORSED)
    by_branch = Q(scheme=Scheme.SKILL_LEVEL, province__in=all_branches().values("province"))
    match user.role:
        case Role.APPLICANT | Role.STATION:
            return Q(status__in=OPEN_STATUSES, organisation=user.organisation_id)
        case Role.BRANCH:
            return endorsing & by_branch
        case Role.MANAGEMENT:
            return endorsing & ~by_branch
        case Role.CENTRE:
            return approving
        case _:
            return NOTHING


def urgent_first(applications: QuerySet[StationApplication], *, user: User) -> QuerySet[StationApplication]:
    """Order applications: those that wait for `user`, the oldest first; then the others, newest first."""
    return queues.urgent_first(applications, waiting=waiting_for(user))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The applications before and after one in a person's queue."""

    previous: StationApplication | None
    following: StationApplication | None


def neighbours(application: StationApplication, *, user: User) -> Neighbours:
    """Return what lies beside `application` in the queue of `user`, whether it is still in it or not."""
    queue = waiting_for(user).filter(submitted_at__isnull=False).exclude(pk=application.pk)
    at, pk = application.submitted_at, application.pk
    if at is None:
        return Neighbours(None, queue.first())
    later = Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=pk)
    return Neighbours(queue.exclude(later).last(), queue.filter(later).first())


def is_waiting_for(application: StationApplication, user: User) -> bool:
    """Tell whether it is this person's turn."""
    return waiting_for(user).filter(pk=application.pk).exists()


def whose_turn(application: StationApplication) -> str:
    """Return who acts next and on what, as a sentence; empty where all is done."""
    match application.status:
        case ApplicationStatus.SUBMITTED:
            return f"等待{_endorser(application)}签署推荐意见"
        case ApplicationStatus.ENDORSED:
            return "等待指导中心审批"
        case ApplicationStatus.DRAFT | ApplicationStatus.RETURNED:
            return "等待申报单位填写并提交"
        case _:
            return ""


def _endorser(application: StationApplication) -> str:
    if endorsing_role(application) == Role.BRANCH:
        return str(branches(application.province).first())
    parent = application.organisation.parent
    return parent.name if parent else Role.MANAGEMENT.label
