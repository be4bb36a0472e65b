"""Trainings as pages show them: what each is at present, its places, its people."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Q, When
from django.db.models.enums import TextChoices

from accounts.models import User
from examiners.models import ExaminerApplication, ExaminerApplicationQuerySet, Training
from examiners.models.trainings import (
    TrainingEntry,
    TrainingEntryQuerySet,
    TrainingQuerySet,
    TrainingResult,
    TrainingStatus,
)
from examiners.rules.training import ENDED


class TrainingState(TextChoices):
    """What a training is on a day; the first two are told apart by the last day for entries."""

    ENTERING = "entering", "可报名"
    SHUT = "shut", "报名已截止"
    CLOSED = TrainingStatus.CLOSED.value, TrainingStatus.CLOSED.label
    CANCELLED = TrainingStatus.CANCELLED.value, TrainingStatus.CANCELLED.label


def state_of(training: Training, *, on: date) -> TrainingState:
    """Return what `training` is on the day `on`."""
    if training.status != TrainingStatus.OPEN:
        return TrainingState(training.status)
    return TrainingState.ENTERING if on <= training.enrol_until else TrainingState.SHUT


def in_state(state: str, *, on: date) -> Q:
    """Return the filter for trainings that are `state` on the day `on`."""
    match TrainingState(state):
        case TrainingState.ENTERING:
            return Q(status=TrainingStatus.OPEN, enrol_until__gte=on)
        case TrainingState.SHUT:
            return Q(status=TrainingStatus.OPEN, enrol_until__lt=on)
        case ended:
            return Q(status=ended.value)


def in_turn(trainings: TrainingQuerySet, *, on: date) -> TrainingQuerySet:
    """Order trainings: open for entries, the soonest to shut first; then running ones; then the newest."""
    entering, shut = (in_state(state, on=on) for state in (TrainingState.ENTERING, TrainingState.SHUT))
    turn = Case(When(entering, then=0), When(shut, then=1), default=2, output_field=IntegerField())
    until = Case(When(entering, then=F("enrol_until")), default=None)
    return trainings.order_by(turn, until, "-starts_on", "-pk")


def with_counts(trainings: TrainingQuerySet, *, actor: User) -> TrainingQuerySet:
    """Add `taken`, the places taken, and `own`, those by people of the actor's organisation."""
    mine = Q(entries__application__organisation=actor.organisation_id)
    return trainings.annotate(taken=Count("entries"), own=Count("entries", filter=mine))


def entries_of(training: Training, *, actor: User) -> TrainingEntryQuerySet:
    """Return the entries that `actor` may see, by organisation and in the order in which they came."""
    seen = TrainingEntry.objects.visible_to(actor).filter(training=training)
    return seen.select_related("application__organisation").order_by("application__organisation__code", "pk")


def free_places(training: Training) -> int:
    """Return how many more people can be entered."""
    return max(training.capacity - training.entries.count(), 0)


def whom_to_enter(training: Training, *, actor: User, on: date) -> ExaminerApplicationQuerySet:
    """Return the actor's own applications that fit the training and still need it on the day `on`.

    They aren't ended, aren't entered, and have passed no such training whose result still counts.
    """
    own = ExaminerApplication.objects.filter(
        organisation=actor.organisation_id, sought=training.sought
    ).exclude(status__in=ENDED)
    since = on - timedelta(days=settings.EXAMINER_TRAINING_VALID_DAYS)
    passed = TrainingEntry.objects.filter(result=TrainingResult.PASSED, decided_on__gte=since)
    waiting = own.exclude(training_entries__training=training).exclude(pk__in=passed.values("application"))
    return waiting.order_by("person_name", "pk")


def training_entries(application: ExaminerApplication) -> TrainingEntryQuerySet:
    """Return an application's entries with their trainings, the latest first; for ``_trainings.html``."""
    entries = TrainingEntry.objects.filter(application=application).select_related("training")
    return entries.order_by("-training__starts_on", "-pk")
