"""What waits for management, for the branches and for the centre."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from accounts.outbox import given_up
from batches.models import Batch, BatchStatus
from portal.todo.applications import approver_todo, endorser_todo
from portal.todo.certificates import blanks_todo, changes_todo, mending_todo, posting_todo, settling_todo
from portal.todo.certifying import certifying_todo
from portal.todo.corrections import corrections_todo
from portal.todo.deciding import batches_todo, date_changes_todo, plans_todo
from portal.todo.exam_day import after_exam_todo
from portal.todo.examiners import checking_todo
from portal.todo.items import Due, Todo
from portal.todo.papers import late_papers_todo, own_papers_todo
from portal.todo.questions import questions_todo
from portal.todo.registry import first_login_todo, late_review_todo, licence_todo, review_todo
from portal.todo.supervision import dispatching_todo


def management_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield batches, dates, results, payments, plans, applications and reviews to decide on."""
    yield from batches_todo("审批批次申请", user, now)
    yield from date_changes_todo(user, now)
    yield from _results_todo(user)
    yield from after_exam_todo(user)
    yield from settling_todo(user)
    yield from posting_todo(user)
    yield from mending_todo(user)
    yield from blanks_todo(user)
    yield from late_papers_todo(user, now)
    yield from plans_todo(user, now)
    yield from corrections_todo(user)
    yield from questions_todo(user)
    yield from own_papers_todo(user)
    yield from dispatching_todo(user, now)
    yield from endorser_todo(user, now)
    yield from review_todo(user, now)
    yield from checking_todo(user, now)
    yield from first_login_todo(user, now)
    yield from licence_todo(user, now)
    yield from late_review_todo(user, now)
    yield from mails_todo()


def branch_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield batches and applications to endorse, and reviews to grade."""
    yield from batches_todo("审核批次申请", user, now)
    yield from endorser_todo(user, now)
    yield from review_todo(user, now)


def centre_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield applications to decide, batches to certify, and changes of certificates to decide."""
    yield from mails_todo()
    yield from approver_todo(user, now)
    yield from checking_todo(user, now)
    yield from certifying_todo(user, now)
    yield from changes_todo(user)


def _results_todo(user: User) -> Iterator[Todo]:
    """Yield the batches whose results wait, with the earliest exam among them."""
    waiting = Batch.objects.visible_to(user).filter(status=BatchStatus.RESULTS_SUBMITTED).order_by()
    found = waiting.aggregate(count=Count("pk"), first=Min("exam_date"))
    if found["count"]:
        due = Due(f"最早一批的考试日期 {found['first']}", urgent=False)
        address = f"{reverse('batches:list')}?status={BatchStatus.RESULTS_SUBMITTED}"
        yield Todo("审核成绩", found["count"], address, due)


def mails_todo() -> Iterator[Todo]:
    """Yield the mails that no mail server took."""
    if count := given_up().count():
        yield Todo("重新发送未发出的邮件", count, reverse("accounts:mails"))
