"""Which batches a supervisor may be sent to, and where each stands (guide 4.5.1-11)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.models import User
from batches.models import Batch, BatchItem, BatchStatus
from batches.models.batches import WAITING
from batches.selectors.months import last_day_of
from candidates.models import Enrolment, EnrolmentStatus
from exams.models import DrawnBatch, SupervisionAssignment
from exams.selectors import WITH_ROSTER
from ostami import clock
from ostami.policy import SUPERVISION_PEOPLE

# Batches with `people` and `supervision`, which no model field stands for.
Annotated = models.QuerySet[Any]
# An exam that will be held, as far as anybody knows.
AHEAD = (BatchStatus.APPROVED, BatchStatus.ROSTER_SUBMITTED)
# Where the page of a batch tells that it is in the draw's range.
FLAGGED = (*WAITING, *AHEAD)
# What the list of supervision shows of a month.
LISTED = (BatchStatus.APPROVED, *WITH_ROSTER)


class SupervisionState(models.TextChoices):
    """Where a batch stands."""

    NOT_DRAWN = "not_drawn", "未抽"
    DRAWN = "drawn", "抽中待派"
    ASSIGNED = "assigned", "已派"
    OUTSIDE = "outside", "不在抽查范围"


# In the draw's range, or a supervisor comes all the same.
CONCERNED = (SupervisionState.NOT_DRAWN, SupervisionState.DRAWN, SupervisionState.ASSIGNED)


def with_people(batches: models.QuerySet[Batch]) -> Annotated:
    """Annotate batches with `people`: the accepted candidates once the roster is in, the planned before."""
    accepted = _figure(Enrolment.objects.filter(status=EnrolmentStatus.ACCEPTED), Count("pk"))
    planned = _figure(BatchItem.objects.all(), Sum("plan_item__headcount"))
    counted = Case(When(status__in=WITH_ROSTER, then=accepted), default=planned)
    return batches.annotate(people=Coalesce(counted, 0))


def _figure(rows: models.QuerySet[Any], figure: models.Aggregate) -> Subquery:
    """Return a figure of each batch's rows; a join would count the rows of one table once for each other."""
    mine = rows.filter(batch=OuterRef("pk")).order_by().values("batch")
    return Subquery(mine.annotate(figure=figure).values("figure"), output_field=models.IntegerField())


def with_states(batches: models.QuerySet[Batch]) -> Annotated:
    """Annotate batches with `people` and `supervision`, one of `SupervisionState`."""
    drawn = Exists(DrawnBatch.objects.filter(batch=OuterRef("pk")))
    state = Case(
        When(_sent_to(), then=models.Value(SupervisionState.ASSIGNED.value)),
        When(drawn, then=models.Value(SupervisionState.DRAWN.value)),
        When(people__gte=SUPERVISION_PEOPLE, then=models.Value(SupervisionState.NOT_DRAWN.value)),
        default=models.Value(SupervisionState.OUTSIDE.value),
        output_field=models.CharField(),
    )
    stated: Annotated = with_people(batches).annotate(supervision=state)
    return stated


def _sent_to() -> Exists:
    """Tell of each batch whether somebody is sent there."""
    return Exists(SupervisionAssignment.objects.live().filter(batch=OuterRef("pk")))


def ahead(actor: User, *, at: datetime) -> Annotated:
    """Return the batches in the actor's scope whose exam lies ahead, today's included.

    Lapsed ones are left out, unless a supervisor was sent there, who has to be recalled.
    """
    batches = with_states(Batch.objects.visible_to(actor)).filter(status__in=AHEAD)
    lapsed = Q(pk__in=Batch.objects.lapsed(at).order_by().values("pk"))
    # Asked by its state, each batch's people would be counted once more.
    return batches.filter(~lapsed | Q(_sent_to()), exam_date__gte=clock.day_of(at))


def pool(actor: User, *, first_day: date, last_day: date, at: datetime) -> Annotated:
    """Return the batches that a draw is made from, in the order of exam date and number.

    They are held between the two days, both included, from the day of `at` on; count 80 people or more; were
    not drawn before; and nobody is sent there.
    """
    batches = drawable(actor, at=at).filter(exam_date__range=(first_day, last_day))
    return batches.select_related("station__organisation").order_by("exam_date", "number")


def drawable(actor: User, *, at: datetime) -> Annotated:
    """Return the batches that a draw over all days would be made from."""
    return ahead(actor, at=at).filter(supervision=SupervisionState.NOT_DRAWN)


def people_of(batch: Batch) -> int:
    """Return how many people one batch counts."""
    counted = with_people(Batch.objects.filter(pk=batch.pk)).values_list("people", flat=True).first()
    return counted or 0


def shown(actor: User, *, at: datetime, states: Collection[str] | None, month: date | None) -> Annotated:
    """Return what the list of supervision shows.

    Args:
        actor: whose scope.
        at: the instant.
        states: where a batch may stand, of `SupervisionState`; None for wherever it stands.
        month: the first day of the month of the exam; None for all exams ahead.
    """
    if month is None:
        batches = ahead(actor, at=at)
    else:
        batches = with_states(Batch.objects.visible_to(actor)).filter(status__in=LISTED)
        batches = batches.filter(exam_date__range=(month, last_day_of(month)))
    narrowed = batches if states is None else batches.filter(supervision__in=states)
    return narrowed.select_related("station__organisation").order_by("exam_date", "number")


def in_range(people: int) -> bool:
    """Tell whether a batch of so many people is in the draw's range: 80 count (guide 4.5.1-11)."""
    return people >= SUPERVISION_PEOPLE


def months(actor: User) -> list[date]:
    """Return the months of exams that the list can be narrowed to, the latest first."""
    batches = Batch.objects.visible_to(actor).filter(status__in=LISTED)
    return list(batches.order_by().dates("exam_date", "month", order="DESC"))
