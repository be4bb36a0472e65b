"""What waits because exams need papers: checking, sealing, putting them to batches, signing for them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from batches.models import Batch, BatchStatus
from exams.papers.signing import uses_to_sign
from ostami import clock, policy
from portal.todo.items import Due, Todo, due_at
from question_bank.models import Paper, PaperStatus
from question_bank.narrowing import WAITING
from question_bank.selectors.papers import missing_papers

# How long before the deadline a station is asked for its papers, which take days to write and check.
SOON = timedelta(days=14)
PREPARED = (BatchStatus.APPROVED, BatchStatus.ROSTER_SUBMITTED)


def own_papers_todo(user: User) -> Iterator[Todo]:
    """Yield the papers of the own bank that the person may check, and those to seal or to mend."""
    own = Paper.objects.visible_to(user).filter(owner=user.organisation)
    counts = own.aggregate(
        check=Count("pk", Q(status=PaperStatus.SUBMITTED) & ~Q(written_by=user)),
        seal=Count("pk", Q(status=PaperStatus.CHECKED)),
        mend=Count("pk", Q(status=PaperStatus.RETURNED, written_by=user)),
    )
    for name, label, status in (
        ("mend", "修改被退回的试卷", PaperStatus.RETURNED.value),
        ("check", "复核试卷", WAITING),
        ("seal", "封存试卷", PaperStatus.CHECKED.value),
    ):
        if count := counts[name]:
            yield Todo(label, count, f"{reverse('question_bank:papers')}?status={status}")


def missing_papers_todo(batches: Iterable[Batch], now: datetime) -> Iterator[Todo]:
    """Yield the batches of a station that lack sealed papers, from two weeks before the deadline on."""
    near = [batch for batch in batches if batch.status in PREPARED and _is_near(batch, now)]
    lacking = missing_papers(near)
    for batch in near:
        if count := lacking.get(batch.pk):
            due = due_at(batch.enrolment_closes_at, now=now)
            yield Todo(f"准备试卷：{batch}", count, f"{batch.get_absolute_url()}#papers", due)


def late_papers_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the batches that missed the deadline for papers, their exams ahead: management helps out."""
    today = clock.day_of(now)
    soon = Batch.objects.visible_to(user).filter(
        status=BatchStatus.ROSTER_SUBMITTED, exam_date__range=(today, today + policy.ROSTER_LEAD)
    )
    late = [batch for batch in soon.order_by("exam_date", "pk") if now >= batch.enrolment_closes_at]
    lacking = missing_papers(late)
    for batch in late:
        if count := lacking.get(batch.pk):
            due = Due(f"考试日期 {batch.exam_date}，已过试卷提交截止时间", urgent=True)
            yield Todo(f"为批次选用试卷：{batch}", count, f"{batch.get_absolute_url()}#papers", due)


def signing_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the papers that this person may sign for and hasn't."""
    for use in uses_to_sign(user, now):
        batch = use.item.batch
        _, closes = policy.paper_window(batch.exam_date)
        address = reverse("exams:paper_use", args=[use.pk])
        yield Todo(f"签收试卷：{use}（{batch}）", 1, address, due_at(closes, now=now))


def _is_near(batch: Batch, now: datetime) -> bool:
    closes = batch.enrolment_closes_at
    return now < closes <= now + SOON
