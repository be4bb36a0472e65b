"""Appointments of managers and supervisors by day: which hold, which run out soon."""

from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from examiners.models import ExaminerState, Supervisor
from examiners.models.officers import Term
from stations.licence_days import SOON, VERY_SOON

T = TypeVar("T", bound=Term)


class TermChoice(models.TextChoices):
    """What a list of appointments can be narrowed to."""

    VALID = ExaminerState.VALID.value, ExaminerState.VALID.label
    SOON = "soon", f"{SOON} 天内到期"
    VERY_SOON = "very_soon", f"{VERY_SOON} 天内到期"
    AHEAD = ExaminerState.AHEAD.value, ExaminerState.AHEAD.label
    EXPIRED = ExaminerState.EXPIRED.value, ExaminerState.EXPIRED.label
    ENDED = ExaminerState.ENDED.value, ExaminerState.ENDED.label


def term_condition(choice: TermChoice, *, on: date) -> Q:
    """Return the condition that leaves the appointments which are what `choice` says on the day `on`.

    It agrees with `Term.state_on`: first and last day are included, the day of an end is not. One that ends
    within 30 days has 0 to 30 days left.
    """
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    holds = going_on & Q(valid_from__lte=on, valid_to__gte=on)
    return {
        TermChoice.VALID: holds,
        TermChoice.SOON: holds & Q(valid_to__lte=on + timedelta(days=SOON)),
        TermChoice.VERY_SOON: holds & Q(valid_to__lte=on + timedelta(days=VERY_SOON)),
        TermChoice.AHEAD: going_on & Q(valid_from__gt=on),
        TermChoice.EXPIRED: going_on & Q(valid_to__lt=on),
        TermChoice.ENDED: Q(ended_on__lte=on),
    }[choice]


def expiring(terms: QuerySet[T], *, within: int, on: date) -> QuerySet[T]:
    """Return those of `terms` that hold on the day `on` and end within so many days.

    An appointment that an end before its time is set for isn't waiting for a renewal.
    """
    last = on + timedelta(days=within)
    held = Q(ended_on__isnull=True, valid_from__lte=on, valid_to__gte=on, valid_to__lte=last)
    return terms.filter(held).order_by("valid_to", "pk")


def term_years(term: Term) -> int:
    """Return for how many years an appointment of this kind is given and renewed."""
    years: int = settings.SUPERVISOR_YEARS if isinstance(term, Supervisor) else settings.EXAMINER_YEARS
    return years
