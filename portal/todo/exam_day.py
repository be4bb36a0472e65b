"""What waits because an exam is near or was held: seats, reports, positions, rectification, reviews."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchItem, BatchStatus
from candidates.models import Enrolment
from exams.evaluation.selectors import WRITTEN_IN
from exams.models import (
    Arrangement,
    DisposalStatus,
    EvaluationReport,
    EvidenceDisposal,
    Objection,
    Position,
    ReportStatus,
    ReviewOutcome,
    ScoreReview,
    Stance,
    SupervisionReport,
    SupervisionReportStatus,
)
from exams.publishing.reviewing import uncorrected
from exams.selectors import OPEN
from exams.supervising.selectors import unreported
from ostami import clock, policy
from portal.todo.items import Due, Todo

DAY = timedelta(days=1)


def seats_todo(batches: Iterable[Batch], now: datetime) -> Iterator[Todo]:
    """Yield the batches whose exam is near and whose candidates don't know their seats."""
    today = clock.day_of(now)
    near = [
        batch
        for batch in batches
        if batch.status == BatchStatus.ROSTER_SUBMITTED
        and today < batch.exam_date <= today + policy.ROSTER_LEAD
    ]
    published = Arrangement.objects.filter(batch__in=near, published_at__isnull=False)
    seated = set(published.values_list("batch", flat=True))
    for batch in near:
        if batch.pk not in seated:
            due = Due(f"考试日期 {batch.exam_date}", urgent=batch.exam_date - today <= 2 * DAY)
            yield Todo(f"安排考场座位：{batch}", 1, reverse("exams:seating", args=[batch.pk]), due)


def rectify_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield what a station has to put right after a supervision, by its day."""
    reports = SupervisionReport.objects.visible_to(user).filter(status=SupervisionReportStatus.RECTIFYING)
    today = clock.day_of(now)
    for report in reports.select_related("assignment__batch__station__organisation").order_by("rectify_by"):
        last = report.rectify_by
        due = Due(f"整改期限 {last}", urgent=last - today <= 2 * DAY) if last else None
        yield Todo(f"整改：{report.assignment.batch}", 1, report.get_absolute_url(), due)


def confirmations_todo(batches: Iterable[Batch], now: datetime) -> Iterator[Todo]:
    """Yield the batches whose scores are all entered, and that nobody has read against the papers."""
    today = clock.day_of(now)
    held = [
        batch
        for batch in batches
        if batch.status == BatchStatus.ROSTER_SUBMITTED and batch.exam_date <= today
    ]
    sat = Enrolment.objects.accepted().filter(batch_item=OuterRef("pk"))
    waiting = BatchItem.objects.filter(Exists(sat), ~Exists(sat.filter(OPEN)), confirmations=None)
    items = waiting.filter(batch__in=held).select_related("batch__station__organisation")
    for item in items.select_related("plan_item__trade__occupation"):
        due = Due(f"考试日期 {item.batch.exam_date}", urgent=False)
        address = reverse("exams:score_confirm", args=[item.pk])
        yield Todo(f"复核成绩：{item}（{item.batch}）", 1, address, due)


def wrong_scores_todo(user: User) -> Iterator[Todo]:
    """Yield the batches whose results management sends back, because a review found a score wrong."""
    found = Q(enrolments__reviews__outcome=ReviewOutcome.CORRECTED)
    approved = Batch.objects.visible_to(user).filter(found, status=BatchStatus.RESULTS_APPROVED)
    for batch in approved.distinct().select_related("station__organisation"):
        if count := uncorrected(batch).count():
            yield Todo(f"退回成绩以便更正：{batch}", count, reverse("exams:readiness", args=[batch.pk]))


def score_reviews_todo(user: User) -> Iterator[Todo]:
    """Yield the reviews of scores that candidates ask for."""
    if count := ScoreReview.objects.visible_to(user).filter(answered_at=None).count():
        yield Todo("办理成绩复查", count, reverse("exams:score_reviews"))


def examiner_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the evaluation reports to write, to take a position on, and to answer an opposition to."""
    for item in _to_report(user, now):
        due = Due(f"考试日期 {item.batch.exam_date}", urgent=False)
        address = reverse("exams:evaluation_begin", args=[item.pk])
        yield Todo(f"填写评价报告：{item}（{item.batch}）", 1, address, due)
    reports = EvaluationReport.objects.visible_to(user).filter(item__batch__status__in=WRITTEN_IN)
    reports = reports.select_related(
        "item__batch__station__organisation", "item__plan_item__trade__occupation"
    )
    own = Q(writer__user=user) | Q(writer=None, item__leader__user=user)
    drafts = reports.filter(own, status=ReportStatus.DRAFT)
    issued = reports.filter(status=ReportStatus.ISSUED)
    opposed = Position.objects.filter(report=OuterRef("pk"), stance=Stance.OPPOSE, answered_at=None)
    taken = Position.objects.filter(report=OuterRef("pk"), examiner__user=user)
    for label, waiting in (
        ("签发评价报告", drafts),
        ("对评价报告表态", issued.exclude(own).exclude(Exists(taken))),
        ("答复反对意见", issued.filter(own).filter(Exists(opposed))),
    ):
        for report in waiting:
            yield Todo(f"{label}：{report.item}（{report.item.batch}）", 1, report.get_absolute_url())


def _to_report(user: User, now: datetime) -> QuerySet[BatchItem]:
    """Return the items that the examiner led, their exam held, on which no report was begun."""
    sat = Enrolment.objects.accepted().filter(batch_item=OuterRef("pk"))
    held = BatchItem.objects.filter(
        Exists(sat),
        leader__user=user,
        evaluation=None,
        batch__status=BatchStatus.ROSTER_SUBMITTED,
        batch__exam_date__lte=clock.day_of(now),
    )
    joined = held.select_related("batch__station__organisation", "plan_item__trade__occupation")
    return joined.order_by("batch__exam_date", "pk")


def supervision_reports_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the exams that the supervisor went to and hasn't reported on."""
    for one in unreported(user, on=clock.day_of(now)):
        due = Due(f"考试日期 {one.batch.exam_date}", urgent=False)
        address = reverse("exams:supervision_report_begin", args=[one.pk])
        yield Todo(f"填写督导报告：{one.batch.station}（{one.batch}）", 1, address, due)


def after_exam_todo(user: User) -> Iterator[Todo]:
    """Yield what management checks and answers after exams."""
    reports = SupervisionReport.objects.visible_to(user)
    listing = reverse("exams:supervision_reports")
    for label, status in (
        ("处理督导报告", SupervisionReportStatus.REPORTED),
        ("核查整改情况", SupervisionReportStatus.RECTIFIED),
    ):
        if count := reports.filter(status=status).count():
            yield Todo(label, count, f"{listing}?status={status}")
    yield from wrong_scores_todo(user)
    if count := Objection.objects.visible_to(user).filter(answered_at=None).count():
        yield Todo("答复公示异议", count, reverse("exams:objections"))
    if user.has_right(Perm.EVIDENCE_RELEASE):
        disposals = EvidenceDisposal.objects.visible_to(user).filter(status=DisposalStatus.PROPOSED)
        if count := disposals.count():
            yield Todo("审批资料销毁", count, reverse("exams:disposals"))
