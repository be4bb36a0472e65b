"""What waits for management, for the branches and for the centre."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from batches.models import AnnualPlan, Batch, BatchStatus, PlanStatus
from ostami.policy import enrolment_closes_at
from portal.todo.applications import approver_todo, endorser_todo
from portal.todo.examiners import checking_todo
from portal.todo.items import Due, Todo, due_at
from portal.todo.registry import first_login_todo, late_review_todo, licence_todo, review_todo


def management_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield batches, results, plans, applications and reviews to decide on."""
    waiting = _waiting(user, BatchStatus.SUBMITTED, BatchStatus.RESULTS_SUBMITTED)
    if found := waiting.get(BatchStatus.SUBMITTED):
        count, first_exam = found
        due = due_at(enrolment_closes_at(first_exam), now=now)
        yield _batches(
            "审批批次申请", count, BatchStatus.SUBMITTED, Due(f"最早一批报名 {due.words}", due.urgent)
        )
    if found := waiting.get(BatchStatus.RESULTS_SUBMITTED):
        count, first_exam = found
        due = Due(f"最早一批的考试日期 {first_exam}", urgent=False)
        yield _batches("审核成绩", count, BatchStatus.RESULTS_SUBMITTED, due)
    if count := AnnualPlan.objects.visible_to(user).filter(status=PlanStatus.SUBMITTED).count():
        yield Todo("审批年度计划", count, f"{reverse('batches:plans')}?status={PlanStatus.SUBMITTED}")
    yield from branch_todo(user, now)
    yield from checking_todo(user, now)
    yield from first_login_todo(user, now)
    yield from licence_todo(user, now)
    yield from late_review_todo(user, now)


def branch_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield applications to endorse and reviews to grade."""
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
