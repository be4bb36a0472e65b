"""What waits for a station."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from batches.guards import may_plan
from batches.models import AnnualPlan, Batch, BatchStatus, PlanStatus
from candidates.models import Enrolment, EnrolmentQuerySet, EnrolmentStatus
from exams.selectors import OPEN
from ostami.clock import SHANGHAI
from portal.todo.applications import unfinished_applications
from portal.todo.certificates import mending_todo, parcels_todo, paying_todo
from portal.todo.corrections import corrections_todo
from portal.todo.exam_day import confirmations_todo, rectify_todo, score_reviews_todo, seats_todo
from portal.todo.examiners import own_examiners_todo
from portal.todo.items import Due, Todo, due_at
from portal.todo.papers import missing_papers_todo, own_papers_todo, signing_todo
from portal.todo.questions import questions_todo
from portal.todo.registry import own_registry_todo
from stations.models import Station
from workflow.models import AuditEvent

# From when on a station is told of a roster on which nobody stands.
CLOSING = timedelta(days=max(settings.BATCH_REMINDER_DAYS))
WATCHED = (
    BatchStatus.DRAFT,
    BatchStatus.RETURNED,
    BatchStatus.APPROVED,
    BatchStatus.ROSTER_SUBMITTED,
)


@dataclass(frozen=True, slots=True)
class Work:
    """A batch in hand, with what its people still need.

    Attributes:
        batch: the batch.
        to_review: enrolments that wait for the station.
        accepted: people on its roster.
        unscored: people of whom a paper has neither score nor absence.
        results_returned: whether management sent its results back.
    """

    batch: Batch
    to_review: int
    accepted: int
    unscored: int
    results_returned: bool


def station_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield plans to finish, batches to finish, enrolments to review, rosters and scores to hand in."""
    batches = list(Batch.objects.visible_to(user).filter(status__in=WATCHED).order_by("exam_date", "pk"))
    for work in _in_hand(batches):
        yield from _review_and_roster(work, now)
        yield from _scores(work, now)
    yield from missing_papers_todo(batches, now)
    yield from signing_todo(user, now)
    yield from seats_todo(batches, now)
    yield from confirmations_todo(batches, now)
    yield from rectify_todo(user, now)
    yield from score_reviews_todo(user)
    yield from paying_todo(user)
    yield from parcels_todo(user, now)
    yield from mending_todo(user)
    yield from corrections_todo(user)
    yield from questions_todo(user)
    yield from own_papers_todo(user)
    yield from _applications(batches)
    yield from _plans(user, now)
    yield from unfinished_applications(user)
    yield from own_registry_todo(user, now)
    yield from own_examiners_todo(user, now)


def _in_hand(batches: list[Batch]) -> list[Work]:
    enrolments = Enrolment.objects.filter(batch__in=batches)
    people = _counts(enrolments)
    unscored = _counts(enrolments.accepted().filter(OPEN))
    returned = AuditEvent.objects.filter(
        object_type=ContentType.objects.get_for_model(Batch),
        object_id__in=[one.pk for one in batches],
        action="return_results",
    )
    sent_back = set(returned.values_list("object_id", flat=True))
    return [
        Work(
            batch,
            to_review=people.get((batch.pk, EnrolmentStatus.STAMPED), 0),
            accepted=people.get((batch.pk, EnrolmentStatus.ACCEPTED), 0),
            unscored=unscored.get((batch.pk, EnrolmentStatus.ACCEPTED), 0),
            results_returned=batch.pk in sent_back,
        )
        for batch in batches
    ]


def _counts(enrolments: EnrolmentQuerySet) -> dict[tuple[int, str], int]:
    rows = enrolments.order_by().values_list("batch", "status").annotate(Count("pk"))
    return {(batch, status): count for batch, status, count in rows}


def _review_and_roster(work: Work, now: datetime) -> Iterator[Todo]:
    batch = work.batch
    if batch.status != BatchStatus.APPROVED:
        return
    due = due_at(batch.enrolment_closes_at, now=now)
    if batch.has_lapsed(now):
        yield Todo(f"处理已失效的批次：{batch}", 1, batch.get_absolute_url(), due)
        return
    address = reverse("candidates:roster", args=[batch.pk])
    if work.to_review:
        yield Todo(f"审核报名：{batch}", work.to_review, address, due)
    elif work.accepted:
        yield Todo(f"提交花名册：{batch}", work.accepted, address, due)
    elif batch.enrolment_closes_at - now <= CLOSING:
        yield Todo(f"花名册上还没有考生：{batch}", 1, address, due)


def _scores(work: Work, now: datetime) -> Iterator[Todo]:
    batch = work.batch
    if batch.status != BatchStatus.ROSTER_SUBMITTED or batch.exam_date > now.astimezone(SHANGHAI).date():
        return
    due = Due(f"考试日期 {batch.exam_date}", urgent=False)
    grid = reverse("exams:scores", args=[batch.pk])
    if work.results_returned:
        yield Todo(f"更正被退回的成绩：{batch}", work.accepted, grid, due)
    elif work.unscored:
        yield Todo(f"登记成绩：{batch}", work.unscored, grid, due)
    else:
        yield Todo(f"备齐材料、提交成绩：{batch}", 1, reverse("exams:readiness", args=[batch.pk]), due)


def _applications(batches: list[Batch]) -> Iterator[Todo]:
    for status, label in (
        (BatchStatus.RETURNED, "修改被退回的批次申请"),
        (BatchStatus.DRAFT, "完成批次申请草稿"),
    ):
        if count := sum(one.status == status for one in batches):
            yield Todo(label, count, f"{reverse('batches:list')}?status={status}")


def _plans(user: User, now: datetime) -> Iterator[Todo]:
    today = now.astimezone(SHANGHAI).date()
    year = today.year
    plans = list(AnnualPlan.objects.visible_to(user).values_list("year", "status"))
    for wanted, label in (
        (PlanStatus.RETURNED, "修改被退回的年度计划"),
        (PlanStatus.DRAFT, "完成年度计划草稿"),
    ):
        if count := sum(status == wanted for _, status in plans):
            yield Todo(label, count, f"{reverse('batches:plans')}?status={wanted}")
    if not any(of == year for of, _ in plans) and _may_plan(user, today):
        yield Todo(f"编制 {year} 年度计划", 1, reverse("batches:plan_new"))


def _may_plan(user: User, today: date) -> bool:
    station = Station.objects.visible_to(user).first()
    return station is not None and not any(may_plan(station, on=today))
