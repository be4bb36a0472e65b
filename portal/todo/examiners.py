"""What waits of examiners: applications, transfers, trainings, appointments that end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm, Role
from examiners.models import (
    Examiner,
    ExaminerApplication,
    ExaminerApplicationStatus,
    Transfer,
    TransferStatus,
)
from examiners.queue import waiting_for
from ostami.clock import SHANGHAI
from portal.todo.items import Todo
from stations.licence_days import SOON

UNFINISHED = {
    ExaminerApplicationStatus.RETURNED: "按退回意见补正考评员申报",
    ExaminerApplicationStatus.DRAFT: "完成考评员申报草稿",
}


def own_examiners_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield what a station or school goes on with, and the examiners whose time is nearly up."""
    statuses = list(ExaminerApplication.objects.visible_to(user).values_list("status", flat=True))
    for status, label in UNFINISHED.items():
        if count := statuses.count(status):
            yield Todo(label, count, f"{reverse('examiner_applications:list')}?status={status}")
    if user.role == Role.STATION:
        yield from _transfers_to_release(user)
        yield from _ending(user, now)


def _transfers_to_release(user: User) -> Iterator[Todo]:
    asked = Transfer.objects.visible_to(user).filter(
        status=TransferStatus.REQUESTED, from_station__organisation=user.organisation_id
    )
    if count := asked.count():
        yield Todo("答复考评员调动", count, reverse("examiners:transfers"))


def _ending(user: User, now: datetime) -> Iterator[Todo]:
    today = now.astimezone(SHANGHAI).date()
    soon = Examiner.objects.visible_to(user).going_on(today)
    if count := soon.filter(valid_to__range=(today, today + timedelta(days=SOON))).count():
        yield Todo(f"资格将在 {SOON} 天内到期的考评员", count, f"{reverse('examiners:list')}?state=soon")


def checking_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the applications to check or to decide, and the transfers to approve."""
    for right, status, label in (
        (Perm.EXAMINER_CHECK, ExaminerApplicationStatus.SUBMITTED, "核查考评员申报"),
        (Perm.EXAMINER_APPROVE, ExaminerApplicationStatus.CHECKED, "审批考评员申报"),
    ):
        if user.has_right(right) and (count := waiting_for(user).count()):
            yield Todo(label, count, f"{reverse('examiner_applications:list')}?status={status}")
    if user.has_right(Perm.TRANSFER_APPROVE):
        released = Transfer.objects.visible_to(user).filter(status=TransferStatus.RELEASED)
        if count := released.count():
            yield Todo("批准考评员调动", count, reverse("examiners:transfers"))
