"""Reading rosters with their scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from batches.models import Batch, BatchItem, BatchStatus
from candidates.models import Enrolment, EnrolmentQuerySet
from candidates.scores import NO_SCORES
from candidates.scores import Scores as PublishedScores
from exams.grading import PASSING, ExamGrade
from exams.models import PUBLISHED, UNSCORED, CarriedScore, Result
from exams.scores import MISSED, NOTHING, Scores
from workflow.models import AuditEvent, AuditEventQuerySet

WITH_ROSTER = (BatchStatus.ROSTER_SUBMITTED, BatchStatus.RESULTS_SUBMITTED, *PUBLISHED)
CARRIED = "保留成绩"
OPEN = (
    Q(result__isnull=True)
    | Q(result__theory__isnull=True, result__theory_absent=False)
    | Q(result__practical__isnull=True, result__practical_absent=False)
)


def examined(batch: Batch) -> EnrolmentQuerySet:
    """Return the candidates of a batch's roster in roster order, with all that scores are shown beside."""
    roster: EnrolmentQuerySet = Enrolment.objects.filter(batch=batch).accepted()
    return roster.select_related(
        "candidate",
        "result",
        "carried",
        "batch__station__organisation",
        "batch_item__plan_item__trade__occupation",
    )


def examined_of(item: BatchItem) -> list[Enrolment]:
    """Return the candidates of one trade and level in roster order, as `examined` reads them."""
    return list(examined(item.batch).filter(batch_item=item))


def whole_roster(batch: Batch) -> list[Enrolment]:
    """Return the same candidates as `examined`; batch and trades, which thousands share, are read once."""
    shared = Batch.objects.select_related("station__organisation").get(pk=batch.pk)
    joined = shared.items.select_related("plan_item__trade__occupation")
    items = {item.pk: item for item in joined}
    roster: EnrolmentQuerySet = Enrolment.objects.filter(batch=batch).accepted()
    people = list(roster.select_related("candidate", "result", "carried"))
    for one in people:
        one.batch, one.batch_item = shared, items[one.batch_item_id]
    return people


def carried_of(enrolment: Enrolment) -> CarriedScore | None:
    """Return the score that a make-up candidate carries from an earlier exam, or None."""
    carried: CarriedScore | None = getattr(enrolment, "carried", None)
    return carried


def carried_score(enrolment: Enrolment, kind: str) -> Decimal | None:
    """Return the score that a make-up candidate carries in one paper, or None for a paper to sit."""
    carried = carried_of(enrolment)
    return carried.score if carried is not None and carried.kind == kind else None


def carried_notes(enrolment: Enrolment) -> dict[str, str]:
    """Return what is said beside a score that is carried, by the kind of paper: 保留成绩（2026-09-01）."""
    carried = carried_of(enrolment)
    return {carried.kind: f"{CARRIED}（{carried.source.batch.exam_date}）"} if carried else {}


def still_open(batch: Batch) -> EnrolmentQuerySet:
    """Return the candidates of whom a paper has neither score nor absence, in roster order."""
    roster: EnrolmentQuerySet = Enrolment.objects.filter(batch=batch).accepted()
    return roster.filter(OPEN)


def scored(batch: Batch) -> int:
    """Count the candidates of whom a paper has a score or an absence; scores that are carried don't count."""
    theory = Q(theory__isnull=False) & ~Q(enrolment__carried__kind="theory") | Q(theory_absent=True)
    practical = Q(practical__isnull=False) & ~Q(enrolment__carried__kind="practical")
    practical |= Q(practical_absent=True)
    return Result.objects.filter(theory | practical, enrolment__batch=batch).count()


def scores_of(enrolment: Enrolment) -> Scores:
    """Return what is known of a candidate's papers."""
    result: Result | None = getattr(enrolment, "result", None)
    return result.scores if result else NOTHING


def published_scores(enrolment: Enrolment) -> PublishedScores:
    """Return theory, practical and grade in words once management approved them, else nothing."""
    if enrolment.batch.status not in PUBLISHED:
        return NO_SCORES
    scores, carried, missed = scores_of(enrolment), carried_of(enrolment), _missed(enrolment)
    kept = {carried.kind: f"（{CARRIED}）"} if carried else {}
    theory = missed.get("theory", scores.theory_words) + kept.get("theory", "")
    practical = missed.get("practical", scores.practical_words) + kept.get("practical", "")
    return PublishedScores(theory, practical, scores.outcome)


def _missed(enrolment: Enrolment) -> dict[str, str]:
    """Return how a candidate missed a paper, by its kind: 缺考, 请假 or 违纪."""
    if not scores_of(enrolment).absent:
        return {}
    return {row.kind: row.get_state_display() for row in enrolment.attendance.all() if row.state in UNSCORED}


def by_item(enrolments: Iterable[Enrolment]) -> list[tuple[BatchItem, list[Enrolment]]]:
    """Group candidates by trade and level, the items in the batch's order, the people in roster order."""
    ordered = sorted(enrolments, key=lambda one: (one.batch_item_id, one.sequence or 0))
    return [(group[0].batch_item, group) for group in _grouped(ordered)]


def _grouped(ordered: list[Enrolment]) -> list[list[Enrolment]]:
    return [list(people) for _, people in groupby(ordered, key=lambda one: one.batch_item_id)]


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """How many of a batch's people stand where."""

    people: int
    excellent: int
    good: int
    passed: int
    failed: int
    absent: int
    open: int

    @property
    def qualified(self) -> int:
        """How many passed, whatever the grade."""
        return self.excellent + self.good + self.passed

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The figures with their words, as a summary shows them."""
        return [
            ("花名册人数", self.people),
            (ExamGrade.EXCELLENT.label, self.excellent),
            (ExamGrade.GOOD.label, self.good),
            (ExamGrade.PASSED.label, self.passed),
            (ExamGrade.FAILED.label, self.failed),
            (MISSED, self.absent),
            ("未填全", self.open),
        ]


def score_summary(batch: Batch) -> ScoreSummary:
    """Count a batch's roster by outcome, in one query."""
    absent = Q(result__theory_absent=True) | Q(result__practical_absent=True)
    figures = (
        Enrolment.objects.filter(batch=batch)
        .accepted()
        .order_by()
        .aggregate(
            people=Count("pk"),
            excellent=Count("pk", Q(result__grade=ExamGrade.EXCELLENT)),
            good=Count("pk", Q(result__grade=ExamGrade.GOOD)),
            passed=Count("pk", Q(result__grade=ExamGrade.PASSED)),
            failed=Count("pk", Q(result__grade=ExamGrade.FAILED)),
            absent=Count("pk", ~OPEN & absent),
            open=Count("pk", OPEN),
        )
    )
    return ScoreSummary(**figures)


def qualified(batch: Batch) -> EnrolmentQuerySet:
    """Return the candidates who passed, in roster order (guide 4.6-3: the order of submission)."""
    return examined(batch).filter(result__grade__in=PASSING)


def score_events(batch: Batch) -> AuditEventQuerySet:
    """Return what was entered and corrected in a batch's scores, newest first."""
    kind = ContentType.objects.get_for_model(Result)
    results = Result.objects.filter(enrolment__batch=batch).values("pk")
    return AuditEvent.objects.filter(object_type=kind, object_id__in=results).order_by("-pk")
