"""What waits at the centre before certificates: batches to certify, their numbers, and what holds some up."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from batches.models import Batch, BatchStatus
from candidates.models import Enrolment
from certificates.models import SettlementStatus
from certificates.numbers.prefixes import valid_prefixes
from certificates.numbers.sources import Source, source_of
from exams.grading import PASSING
from exams.models import Objection, PublicNotice, ReviewOutcome, ScoreReview
from exams.publishing.reviewing import with_mended
from ostami import clock
from portal.todo.items import Due, Todo

UNSETTLED, IN_NOTICE, IN_REVIEW = "证书未结算", "公示未结束或异议未答复", "成绩复查未办结"


def certifying_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the batches to certify, what their numbers lack, and how many wait for what others do.

    As far as a list can tell; a batch's own page names everything that stands in the way.
    """
    approved = list(_approved(user, clock.day_of(now)))
    lacking = _lacking_numbers(approved, clock.day_of(now))
    yield from _numbers_todo(lacking)
    held = [(batch, reason) for batch in approved if (reason := _held_by(batch))]
    ready = [batch for batch in approved if batch not in lacking and not _held_by(batch)]
    address = f"{reverse('batches:list')}?status={BatchStatus.RESULTS_APPROVED}"
    if ready:
        first = min(batch.exam_date for batch in ready)
        due = Due(f"最早一批的考试日期 {first}", urgent=False)
        yield Todo("核发证书", len(ready), _place(ready, address), due)
    if held:
        counts = Counter(reason for _, reason in held)
        words = "，".join(f"{reason} {count} 批" for reason, count in counts.items())
        place = _place([batch for batch, _ in held], address)
        yield Todo("暂不能核发证书的批次", len(held), place, Due(words, urgent=False))


def _place(batches: list[Any], listing: str) -> str:
    """Return where to go: the batch's own page where there is but one."""
    return batches[0].get_absolute_url() if len(batches) == 1 else listing


def _approved(user: User, today: date) -> QuerySet[Any]:
    """Return the batches with approved results in which somebody passed, each with what a list can tell."""
    passed = Enrolment.objects.accepted().filter(batch=OuterRef("pk"), result__grade__in=PASSING)
    reviews = ScoreReview.objects.filter(enrolment__batch=OuterRef("pk"))
    wrong = with_mended(reviews.filter(outcome=ReviewOutcome.CORRECTED)).filter(mended=False)
    public = PublicNotice.objects.filter(batch=OuterRef("pk"), closes_on__gte=today)
    objections = Objection.objects.filter(notice__batch=OuterRef("pk"), answered_at=None)
    approved = Batch.objects.visible_to(user).filter(Exists(passed), status=BatchStatus.RESULTS_APPROVED)
    told = approved.annotate(
        settled=F("settlement__status"),
        in_notice=Exists(public) | Exists(objections),
        in_review=Exists(reviews.filter(answered_at=None)) | Exists(wrong),
        unnumbered=Exists(passed.filter(assigned_number=None)),
    )
    return told.select_related("station__organisation").order_by("exam_date", "pk")


def _held_by(batch: Any) -> str:
    """Return what others have to do before a batch can be certified; empty where it is nothing."""
    if settings.CERTIFY_AFTER_SETTLEMENT and batch.settled != SettlementStatus.CONFIRMED:
        return UNSETTLED
    if batch.in_notice:
        return IN_NOTICE
    return IN_REVIEW if batch.in_review else ""


def _lacking_numbers(approved: list[Any], today: date) -> list[Any]:
    """Return the batches for which the centre has numbers, or a prefix, to enter."""
    valid: Counter[str] = Counter()
    if any(source_of(batch) is Source.NATIONAL for batch in approved):
        valid.update(valid_prefixes(today).values_list("branch__province", flat=True))
    return [batch for batch in approved if _lacks_numbers(batch, valid)]


def _lacks_numbers(batch: Any, valid: Counter[str]) -> bool:
    source = source_of(batch)
    if source is Source.NATIONAL:
        return valid[batch.station.organisation.province] != 1
    return source is Source.ASSIGNED and bool(batch.unnumbered)


def _numbers_todo(lacking: list[Any]) -> Iterator[Todo]:
    national = [batch for batch in lacking if source_of(batch) is Source.NATIONAL]
    for batch in lacking:
        if batch not in national:
            yield Todo(f"导入证书编号：{batch}", 1, reverse("certificates:numbers", args=[batch.pk]))
    for province, count in Counter(batch.station.organisation.province for batch in national).items():
        label = f"登记或核对证书编号前缀：{province or '考试站所在省份未登记'}"
        yield Todo(label, count, reverse("certificates:prefixes"))
