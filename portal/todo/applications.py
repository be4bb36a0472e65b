"""What waits of station applications: to be filled in, endorsed or decided."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from portal.todo.examiners import own_examiners_todo
from portal.todo.items import Todo
from scope_catalog.choices import Scheme
from stations.models import ApplicationKind, ApplicationStatus, StationApplication, StationApplicationQuerySet

UNFINISHED = {
    ApplicationStatus.RETURNED: "按退回意见补正",
    ApplicationStatus.DRAFT: "完成并提交",
}


def applicant_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the application to fill in, or the start of one."""
    yield from unfinished_applications(user)
    started = StationApplication.objects.visible_to(user).filter(kind=ApplicationKind.ESTABLISHMENT)
    if not started.exclude(status=ApplicationStatus.REJECTED).exists():
        yield Todo("填写建站申报", 1, reverse("station_applications:new"))
    yield from own_examiners_todo(user, now)


def unfinished_applications(user: User) -> Iterator[Todo]:
    """Yield each own application that isn't handed in, returned ones first."""
    mine = StationApplication.objects.visible_to(user).filter(status__in=UNFINISHED)
    for application in mine.order_by("-status", "pk"):
        step = UNFINISHED[ApplicationStatus(application.status)]
        yield Todo(f"{step}：{application.get_kind_display()}", 1, application.get_absolute_url())


def endorser_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the applications that wait for this person's endorsement."""
    waiting = StationApplication.objects.visible_to(user).filter(status=ApplicationStatus.SUBMITTED)
    if user.role == Role.MANAGEMENT:
        waiting = _without_branch(waiting)
    yield from _queue("签署考试站申报推荐意见", waiting, ApplicationStatus.SUBMITTED)


def _without_branch(waiting: StationApplicationQuerySet) -> StationApplicationQuerySet:
    """Leave out what a province's branch endorses."""
    branches = Organisation.objects.filter(kind=OrganisationKind.BRANCH).exclude(province="")
    return waiting.exclude(scheme=Scheme.SKILL_LEVEL, province__in=branches.values("province"))


def approver_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the applications that wait for the centre."""
    waiting = StationApplication.objects.visible_to(user).filter(status=ApplicationStatus.ENDORSED)
    yield from _queue("审批考试站申报", waiting, ApplicationStatus.ENDORSED)


def _queue(label: str, waiting: StationApplicationQuerySet, status: ApplicationStatus) -> Iterator[Todo]:
    if count := waiting.count():
        yield Todo(label, count, f"{reverse('station_applications:list')}?status={status}")
