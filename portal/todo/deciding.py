"""What waits for a decision on plans, batches and changes of date, and until which working day."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min, QuerySet
from django.urls import reverse

from accounts.models import User
from batches.deciding.queue import waiting_for
from batches.deciding.turns import turn_of_case
from batches.models import AnnualPlan, DateChange, DateChangeStatus, PlanStatus
from ostami.policy import enrolment_closes_at
from portal.todo.items import Due, Todo, due_at


def batches_todo(label: str, user: User, now: datetime) -> Iterator[Todo]:
    """Yield the batches that wait for this person, with the nearest end of an enrolment besides."""
    cases = waiting_for(user)
    address = f"{reverse('batches:waiting')}?{urlencode({'who': str(user.organisation), 'kind': '批次'})}"
    for todo in _deciding(label, cases.select_related("station__organisation__parent"), address, now):
        first_exam = cases.order_by().aggregate(first=Min("exam_date"))["first"]
        enrolment = due_at(enrolment_closes_at(first_exam), now=now)
        urgent = enrolment.urgent or (todo.due is not None and todo.due.urgent)
        words = f"{todo.due.words}；最早一批报名：{enrolment.words}" if todo.due else enrolment.words
        yield Todo(label, todo.count, address, Due(words, urgent))


def date_changes_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the changes of date that wait for management."""
    cases = DateChange.objects.visible_to(user).filter(status=DateChangeStatus.REQUESTED)
    joined = cases.select_related("batch__station__organisation__parent").order_by("requested_at", "pk")
    yield from _deciding("审批考试日期调整", joined, reverse("batches:date_changes"), now)


def plans_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the annual plans that wait for management."""
    cases = AnnualPlan.objects.visible_to(user).filter(status=PlanStatus.SUBMITTED)
    joined = cases.select_related("station__organisation__parent").order_by("submitted_at", "pk")
    address = f"{reverse('batches:plans')}?status={PlanStatus.SUBMITTED}"
    yield from _deciding("审批年度计划", joined, address, now)


def _deciding(label: str, cases: QuerySet[Any], address: str, now: datetime) -> Iterator[Todo]:
    """Yield how many of `cases`, the longest waiting first, there are, and when the first is due."""
    if (oldest := cases.first()) is None:
        return
    turn = turn_of_case(oldest, at=now)
    due = None
    if turn is not None:
        due = Due(f"最早一件应于 {turn.due} 前办结（{turn.state}）", urgent=turn.over or turn.left <= 1)
    yield Todo(label, cases.count(), address, due)
