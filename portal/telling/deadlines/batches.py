"""Deadlines of batches: enrolment and roster, papers, the exam, questions about scores."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse

from batches.models import Batch, BatchStatus
from candidates.models import Enrolment, EnrolmentStatus
from exams.models import PUBLISHED
from exams.publishing.days import published_on, reviews_close_on
from ostami import policy
from portal.telling import addressees as to
from portal.telling.deadlines.items import AHEAD, Deadline, is_near
from workflow.models import AuditEvent
from workflow.working_days import special_days

UNFINISHED = (EnrolmentStatus.DRAFT, EnrolmentStatus.RETURNED, EnrolmentStatus.SUBMITTED)
# Longer than any span of the working days within which scores can be questioned.
PUBLISHED_LATELY = timedelta(days=45)
OWN_ENROLMENTS = "candidates:mine"


def _near(status: BatchStatus, first: date) -> QuerySet[Batch]:
    """Return the batches in a status whose exams lie from a day on within the stages."""
    near = Batch.objects.filter(status=status, exam_date__range=(first, first + AHEAD))
    return near.select_related("station__organisation").order_by("exam_date", "pk")


def enrolment(today: date) -> Iterator[Deadline]:
    """Yield rosters for stations, and enrolments that their candidates haven't finished (guide 4.5.1-2)."""
    # The enrolment's last day lies as long before the exam as that of an exam on the day asked about.
    lead = today - policy.last_enrolment_day(today)
    for batch in _near(BatchStatus.APPROVED, today + lead):
        day, station = policy.last_enrolment_day(batch.exam_date), batch.station.organisation
        roster = reverse("candidates:roster", args=[batch.pk])
        what = f"审核报名、提交花名册（{batch}）"
        yield Deadline(f"roster:{batch.pk}", day, what, to.office(station), roster, mailed=True)
        unfinished = Enrolment.objects.filter(batch=batch, status__in=UNFINISHED)
        people = to.holders(unfinished.select_related("candidate__user").order_by("pk"))
        what = f"完成报名并上传盖章申报表（{batch.station}）"
        yield Deadline(f"enrolment:{batch.pk}", day, what, people, reverse(OWN_ENROLMENTS))


def papers(today: date) -> Iterator[Deadline]:
    """Yield the day from which papers can be signed for (guide 4.5.1-6)."""
    lead = timedelta(days=policy.PAPER_LEAD_DAYS)
    for batch in _near(BatchStatus.ROSTER_SUBMITTED, today + lead):
        day = policy.paper_window(batch.exam_date)[0].date()
        station, address = to.office(batch.station.organisation), f"{batch.get_absolute_url()}#papers"
        says = "起可以签收"
        yield Deadline(f"papers:{batch.pk}", day, f"试卷（{batch}）", station, address, says, mailed=True)


def exams(today: date) -> Iterator[Deadline]:
    """Yield exams for the station, and for everybody who has to be there."""
    for batch in _near(BatchStatus.ROSTER_SUBMITTED, today):
        day, place = batch.exam_date, f"{batch.station}，{batch.place}"
        station = to.office(batch.station.organisation)
        address, says = batch.get_absolute_url(), "考试"
        yield Deadline(f"exam:{batch.pk}", day, f"{batch}", station, address, says, mailed=True)
        for key, what, people, page in (
            ("sit", "您报名的考试", to.roster_of(batch), OWN_ENROLMENTS),
            ("examine", "您考评的考试", to.panel_of(batch), "examiners:own"),
            ("supervise", "您督考的考试", to.supervisors_of(batch), "examiners:supervision"),
        ):
            yield Deadline(f"{key}:{batch.pk}", day, f"{what}（{place}）", people, reverse(page), says)


def score_reviews(today: date) -> Iterator[Deadline]:
    """Yield the last days on which candidates may have a score read again."""
    moves = AuditEvent.objects.filter(
        object_type=ContentType.objects.get_for_model(Batch),
        action="approve_results",
        at__date__gte=today - PUBLISHED_LATELY,
    )
    batches = Batch.objects.filter(status__in=PUBLISHED, pk__in=moves.values("object_id"))
    special = special_days()
    for batch in batches.select_related("station__organisation").order_by("pk"):
        published = published_on(batch)
        day = reviews_close_on(published, special) if published else None
        if day and is_near(day, today):
            what = f"对成绩有疑问的，申请成绩复查（{batch.station}）"
            people, page = to.roster_of(batch), reverse(OWN_ENROLMENTS)
            yield Deadline(f"review:{batch.pk}", day, what, people, page)
