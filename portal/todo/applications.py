"""What waits of station applications: to be filled in, endorsed or decided."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from portal.todo.examiners import own_examiners_todo
from portal.todo.items import Todo
from stations.models import ApplicationKind, ApplicationStatus, StationApplication, StationApplicationQuerySet
from stations.queue import waiting_for

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
    yield from _queue("签署考试站申报推荐意见", waiting_for(user), ApplicationStatus.SUBMITTED)


def approver_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the applications that wait for the centre."""
    yield from _queue("审批考试站申报", waiting_for(user), ApplicationStatus.ENDORSED)


def _queue(label: str, waiting: StationApplicationQuerySet, status: ApplicationStatus) -> Iterator[Todo]:
    if count := waiting.count():
        yield Todo(label, count, f"{reverse('station_applications:list')}?status={status}")
