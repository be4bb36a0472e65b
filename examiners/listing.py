"""The roster: what is asked for in the address, and the rows that it leaves."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import User
from accounts.names import clean_person_name, fold
from documents.list_columns import ordering
from examiners.columns import COLUMNS
from examiners.models import Examiner, ExaminerQuerySet, ExaminerState, ExaminerTrade, Suspension
from scope_catalog.models import Trade
from stations.licence_days import SOON, VERY_SOON
from stations.models import Station

FIRST_SORT = "station"
WITH_TRADES = Prefetch("trade_places", ExaminerTrade.objects.select_related("trade__occupation"))


class ValidityChoice(models.TextChoices):
    """What the roster can be narrowed to."""

    VALID = ExaminerState.VALID.value, ExaminerState.VALID.label
    SOON = "soon", f"{SOON} 天内到期"
    VERY_SOON = "very_soon", f"{VERY_SOON} 天内到期"
    RENEWABLE = "renewable", "可以续期"
    AHEAD = ExaminerState.AHEAD.value, ExaminerState.AHEAD.label
    SUSPENDED = ExaminerState.SUSPENDED.value, ExaminerState.SUSPENDED.label
    EXPIRED = ExaminerState.EXPIRED.value, ExaminerState.EXPIRED.label
    ENDED = ExaminerState.ENDED.value, ExaminerState.ENDED.label


ENDING = {ValidityChoice.SOON: SOON, ValidityChoice.VERY_SOON: VERY_SOON}


def listed_examiners(*, actor: User, asked: Mapping[str, Any], on: date, sort: str = "") -> ExaminerQuerySet:
    """Return the examiners in the actor's scope that the filters leave, with all that a row shows.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `q`, `station`, `trade`, `grade`, `state`,
            `province`.
        on: the day by which appointments are judged.
        sort: a column's key, downwards with ``-`` before it; by station where it is unknown.
    """
    kept = narrow(Examiner.objects.visible_to(actor), asked, on=on)
    ordered = kept.order_by(*ordering(COLUMNS, sort, first=FIRST_SORT), "certificate_number", "pk")
    return with_rows(ordered)


def with_rows(examiners: ExaminerQuerySet) -> ExaminerQuerySet:
    """Join what a row, a card or a verdict shows."""
    return examiners.select_related("station__organisation").prefetch_related(WITH_TRADES, "suspensions")


def narrow(examiners: ExaminerQuerySet, asked: Mapping[str, Any], *, on: date) -> ExaminerQuerySet:
    """Return the examiners that the filters in `asked` leave on the day `on`."""
    found = examiners.filter(_exactly(asked))
    if word := asked.get("q"):
        named = Q(person_name__icontains=clean_person_name(word))
        found = found.filter(named | Q(certificate_number__icontains=fold(word)))
    if word := asked.get("station"):
        found = found.filter(station__in=Station.objects.search(word))
    if word := asked.get("trade"):
        held = ExaminerTrade.objects.filter(trade__in=Trade.objects.search(word).values("pk"))
        found = found.filter(pk__in=held.values("examiner"))
    return _in_state(found, asked["state"], on) if asked.get("state") else found


def _exactly(asked: Mapping[str, Any]) -> Q:
    lookups = {"grade": "grade", "province": "station__organisation__province"}
    return Q(**{lookup: asked[name] for name, lookup in lookups.items() if asked.get(name)})


def _near_renewal(examiners: ExaminerQuerySet, on: date) -> ExaminerQuerySet:
    """Return those whose time to renew has come, lapsed ones too, unless ended or suspended."""
    paused = Suspension.objects.filter(Q(resumed_on__isnull=True) | Q(resumed_on__gt=on))
    until = on + timedelta(days=settings.EXAMINER_RENEWAL_DAYS)
    near = examiners.filter(ended_on__isnull=True, valid_from__lte=on, valid_to__lte=until)
    return near.exclude(pk__in=paused.values("examiner"))


def _in_state(examiners: ExaminerQuerySet, state: str, on: date) -> ExaminerQuerySet:
    choice = ValidityChoice(state)
    if choice is ValidityChoice.RENEWABLE:
        return _near_renewal(examiners, on)
    if choice in ENDING:
        return examiners.valid_on(on).filter(valid_to__lte=on + timedelta(days=ENDING[choice]))
    return examiners.in_state(ExaminerState(choice.value), on)
