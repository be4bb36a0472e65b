"""What waits of examiners: applications, transfers, trainings, appointments that end."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm, Role
from examiners.forms.transfers import WAITING
from examiners.listing import ValidityChoice, narrow
from examiners.models import Examiner, ExaminerApplication, ExaminerApplicationStatus
from examiners.queue import transfers_waiting_for, waiting_for
from ostami import clock
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
            address = f"{reverse('examiner_applications:list')}?status={status}"
            sent_back = status == ExaminerApplicationStatus.RETURNED
            yield Todo(label, count, address, returned=sent_back)
    if user.role == Role.STATION:
        yield from _transfers("答复考评员调动", user)
        yield from _ending(user, now)


def _transfers(label: str, user: User) -> Iterator[Todo]:
    if count := transfers_waiting_for(user).count():
        yield Todo(label, count, f"{reverse('examiners:transfers')}?status={WAITING}")


def _ending(user: User, now: datetime) -> Iterator[Todo]:
    asked = {"state": ValidityChoice.SOON.value}
    soon = narrow(Examiner.objects.visible_to(user), asked, on=clock.day_of(now))
    if count := soon.count():
        address = f"{reverse('examiners:list')}?{urlencode(asked)}"
        yield Todo(f"资格将在 {SOON} 天内到期的考评员", count, address, unit="人")


def checking_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the applications to check or to decide, and the transfers to approve."""
    for right, status, label in (
        (Perm.EXAMINER_CHECK, ExaminerApplicationStatus.SUBMITTED, "核查考评员申报"),
        (Perm.EXAMINER_APPROVE, ExaminerApplicationStatus.CHECKED, "审批考评员申报"),
    ):
        if user.has_right(right) and (count := waiting_for(user).count()):
            yield Todo(label, count, f"{reverse('examiner_applications:list')}?status={status}")
    if user.has_right(Perm.TRANSFER_APPROVE):
        yield from _transfers("批准考评员调动", user)
