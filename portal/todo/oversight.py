"""What waits for management, for the branches and for the centre."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from batches.models import Batch, BatchStatus
from portal.todo.applications import approver_todo, endorser_todo
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
    """Yield batches, changes of date, results, plans, applications and reviews to decide on."""
    yield from batches_todo("审批批次申请", user, now)
    yield from date_changes_todo(user, now)
    waiting = _waiting(user, BatchStatus.RESULTS_SUBMITTED)
    if found := waiting.get(BatchStatus.RESULTS_SUBMITTED):
        count, first_exam = found
        due = Due(f"最早一批的考试日期 {first_exam}", urgent=False)
        yield _batches("审核成绩", count, BatchStatus.RESULTS_SUBMITTED, due)
    yield from after_exam_todo(user)
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


def branch_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield batches and applications to endorse, and reviews to grade."""
    yield from batches_todo("审核批次申请", user, now)
    yield from endorser_todo(user, now)
    yield from review_todo(user, now)


def centre_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield applications to decide and batches to certify."""
    yield from approver_todo(user, now)
    yield from checking_todo(user, now)
    if found := _waiting(user, BatchStatus.RESULTS_APPROVED).get(BatchStatus.RESULTS_APPROVED):
        count, first_exam = found
        due = Due(f"最早一批的考试日期 {first_exam}", urgent=False)
        yield _batches("核发证书", count, BatchStatus.RESULTS_APPROVED, due)


def _waiting(user: User, *statuses: BatchStatus) -> dict[str, tuple[int, date]]:
    """Return by status how many batches wait, and the earliest exam date among them."""
    rows = Batch.objects.visible_to(user).filter(status__in=statuses).order_by()
    counted = rows.values_list("status").annotate(Count("pk"), Min("exam_date"))
    return {status: (count, first) for status, count, first in counted}


def _batches(label: str, count: int, status: BatchStatus, due: Due) -> Todo:
    return Todo(label, count, f"{reverse('batches:list')}?status={status}", due)
