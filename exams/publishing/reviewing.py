"""Having a published score read again (成绩复查): who may ask, until when, and what came of it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from batches.models import Batch
from candidates.models import Enrolment
from exams.models import PUBLISHED, Result, ReviewOutcome, ScoreReview
from exams.publishing.days import published_on, reviews_close_on
from exams.selectors import carried_score, scores_of
from ostami import clock
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind
from workflow.lifecycle import Step
from workflow.models import AuditEvent
from workflow.working_days import special_days

# The papers of an exam, in the order in which they are named.
PAPERS = (PaperKind.THEORY, PaperKind.PRACTICAL)


def reviews_closed(enrolment: Enrolment, *, at: datetime) -> Iterator[Problem]:
    """Yield why no score of a candidate can be questioned at the instant `at`."""
    published = published_on(enrolment.batch)
    if enrolment.batch.status not in PUBLISHED or published is None:
        yield Problem("成绩还没有公布，不能申请复查", remedy="请在成绩公布后申请")
        return
    last = reviews_close_on(published, special_days())
    if clock.day_of(at) > last:
        yield Problem(f"成绩复查申请已于 {last} 24:00 截止", remedy="如有疑问，请联系考试站")


def not_reviewable(enrolment: Enrolment, kind: str) -> Iterator[Problem]:
    """Yield why the score of this paper isn't read again: there is none, it is carried, or it was before."""
    label = PaperKind(kind).label
    if getattr(scores_of(enrolment), kind) is None:
        yield Problem(f"{label}没有成绩，不能申请复查", remedy="对缺考有疑问的，请联系考试站", field="kind")
    elif carried_score(enrolment, kind) is not None:
        yield Problem(f"{label}是以前考试的保留成绩，不再复查", field="kind")
    if enrolment.reviews.filter(kind=kind).exists():
        yield Problem(f"{label}成绩已申请过复查，每科限一次", remedy="请查看办理结果", field="kind")


def reviewable(enrolment: Enrolment, *, at: datetime) -> list[PaperKind]:
    """Return the papers of which a candidate may have the score read again at the instant `at`."""
    if any(reviews_closed(enrolment, at=at)):
        return []
    return [kind for kind in PAPERS if not any(not_reviewable(enrolment, kind))]


def unanswered(batch: Batch) -> QuerySet[ScoreReview]:
    """Return the reviews of a batch that the station hasn't answered."""
    return ScoreReview.objects.filter(enrolment__batch=batch, answered_at=None)


def uncorrected(batch: Batch) -> QuerySet[ScoreReview]:
    """Return the reviews that found a score wrong which stands as it was."""
    found = ScoreReview.objects.filter(enrolment__batch=batch, outcome=ReviewOutcome.CORRECTED)
    return with_mended(found).filter(mended=False).select_related("enrolment__candidate")


def with_mended(reviews: QuerySet[ScoreReview]) -> QuerySet[Any]:
    """Mark as `mended` the reviews whose own score was changed since they were asked, by the audit chain."""
    events = AuditEvent.objects.filter(
        object_type=ContentType.objects.get_for_model(Result),
        object_id=OuterRef("enrolment__result"),
        at__gt=OuterRef("asked_at"),
    ).order_by()
    changed = Q()
    for kind in PAPERS:
        changed |= Q(Exists(events.filter(changes__has_key=f"{kind.label}成绩")), kind=kind)
    return reviews.annotate(mended=Case(When(changed, then=True), default=False))


def outcome_words(review: Any) -> str:
    """Return where a review of `with_mended` stands, as its candidate and the station read it."""
    if not review.answered_at:
        return "考试站正在复查"
    if review.outcome == ReviewOutcome.UPHELD:
        return "成绩无误，维持原成绩"
    if review.outcome == ReviewOutcome.CENTRE:
        return "成绩有误，证书已核发，由指导中心处理"
    if not review.mended:
        return "成绩有误，待管理站退回成绩后更正"
    if review.enrolment.batch.status not in PUBLISHED:
        return "成绩已更正，待重新审核公布"
    return "成绩已更正"


def reviews_over(step: Step[Batch]) -> Iterator[Problem]:
    """A batch is closed once nobody may ask for a score to be read again."""
    yield from review_days_left(step.case, on=step.day)


def certified_after_reviews(step: Step[Batch]) -> Iterator[Problem]:
    """Certificates wait for those days too where the operator set it so."""
    if settings.CERTIFY_AFTER_REVIEWS:
        yield from review_days_left(step.case, on=step.day)


def review_days_left(batch: Batch, *, on: date) -> Iterator[Problem]:
    """Yield that candidates may ask for a review on the day `on`."""
    published = published_on(batch)
    if published is None:
        return
    last = reviews_close_on(published, special_days())
    if on <= last:
        yield Problem(f"考生可在 {last} 24:00 前申请成绩复查", remedy="请在次日以后办理")


def reviews_settled(step: Step[Batch]) -> Iterator[Problem]:
    """Certificates wait until every review is answered, and every wrong score corrected."""
    if waiting := unanswered(step.case).count():
        yield Problem(f"还有 {waiting} 项成绩复查没有办结", remedy="请由考试站办理后再办理")
    if wrong := uncorrected(step.case).count():
        yield Problem(f"有 {wrong} 项成绩经复查须更正", remedy="请由管理站退回成绩，更正后重新审核")


def wrong_scores_corrected(batch: Batch) -> Iterator[Problem]:
    """Results go in again once every score that a review found wrong was corrected."""
    for review in uncorrected(batch):
        name, label = review.enrolment.candidate.name, review.get_kind_display()
        yield Problem(f"{name}的{label}成绩经复查须更正，尚未更正", "4.6-1", "请在登记成绩中更正并写明原因")
