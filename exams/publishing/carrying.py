"""Which passed paper counts in a make-up exam (补考)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from candidates.models import Enrolment
from exams.models import PUBLISHED, Attendance, AttendanceState, Result
from exams.scores import Scores
from exams.selectors import carried_of
from ostami.policy import PASS_SCORE, carried_until
from question_bank.paper_kinds import PaperKind

OTHER = {PaperKind.THEORY: PaperKind.PRACTICAL, PaperKind.PRACTICAL: PaperKind.THEORY}


@dataclass(frozen=True, slots=True)
class Offer:
    """A score that may be carried: of which exam, which paper, how much."""

    source: Enrolment
    kind: PaperKind
    score: Decimal


def passed_alone(scores: Scores) -> PaperKind | None:
    """Return the paper that was passed while the other one was failed or missed; None for anything else."""
    passed = [kind for kind in OTHER if (getattr(scores, kind) or Decimal(0)) >= PASS_SCORE]
    return passed[0] if len(passed) == 1 and scores.complete else None


def offers(enrolment: Enrolment) -> list[Offer]:
    """Return the scores that an enrolment may carry, those of the latest exam first.

    They are of the person's own earlier exams of the same trade and level, published, within the time of
    keeping. Who was excluded for misconduct carries nothing. A score that was carried there itself counts by
    the exam in which it was earned.
    """
    found = []
    for result in _earlier(enrolment):
        source = result.enrolment
        kind, held = passed_alone(result.scores), carried_of(source)
        if kind is not None and not (held and held.kind == kind):
            found.append(Offer(source, kind, getattr(result, kind)))
    return found


def own_offer(source: Enrolment) -> Offer | None:
    """Return what an enrolment whose results are published could give to a later one, or None."""
    result: Result | None = getattr(source, "result", None)
    kind, held = passed_alone(result.scores) if result else None, carried_of(source)
    if result is None or kind is None or (held and held.kind == kind):
        return None
    excluded = source.attendance.filter(state=AttendanceState.MISCONDUCT).exists()
    return None if excluded else Offer(source, kind, getattr(result, kind))


def _earlier(enrolment: Enrolment) -> list[Result]:
    exam_date, item = enrolment.batch.exam_date, enrolment.batch_item.plan_item
    oldest = exam_date - timedelta(days=settings.CARRY_DAYS)
    excluded = Attendance.objects.filter(
        enrolment__candidate=enrolment.candidate_id, state=AttendanceState.MISCONDUCT
    )
    results = Result.objects.filter(
        enrolment__candidate=enrolment.candidate_id,
        enrolment__batch__status__in=PUBLISHED,
        enrolment__batch__exam_date__gte=oldest,
        enrolment__batch__exam_date__lt=exam_date,
        enrolment__batch_item__plan_item__trade=item.trade_id,
        enrolment__batch_item__plan_item__level=item.level,
    ).exclude(enrolment__in=excluded.values("enrolment"))
    joined = results.select_related("enrolment__batch__station__organisation", "enrolment__carried")
    return list(joined.order_by("-enrolment__batch__exam_date", "-pk"))


def last_day(offer: Offer) -> date:
    """Return until which exam day an offer counts."""
    return carried_until(offer.source.batch.exam_date, days=settings.CARRY_DAYS)
