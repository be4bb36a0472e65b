"""Holding a batch while its seats are arranged, and when they can be."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from exams.held import held_batch
from exams.models import Arrangement, Room
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit


def seating_open(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Seats are arranged from the roster on, until the exam day ends."""
    if batch.status != BatchStatus.ROSTER_SUBMITTED:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，不能安排考场", remedy="花名册提交后、成绩提交前可以安排")
    elif clock.day_of(at) > batch.exam_date:
        yield Problem(f"考试日期 {batch.exam_date} 已过，考场安排不能再改", remedy="可以查看和打印")


def held_arrangement(batch: Batch, *, actor: User, at: datetime) -> Arrangement:
    """Return a batch's arrangement, the batch held: of two people who seat at once, one waits.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats.
    """
    held = held_batch(batch, actor=actor, right=Perm.ARRANGEMENT_EDIT)
    refuse_if(seating_open(held, at=at))
    arrangement, _ = Arrangement.objects.get_or_create(batch=held)
    return arrangement


def hold_rooms(keys: Iterable[int] | QuerySet[Any]) -> list[Room]:
    """Lock rooms and return them as stored: neither their seats nor their hours change meanwhile.

    Args:
        keys: of the rooms; the batch is held already.
    """
    rows = Room.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=keys).order_by("pk"))


def tell(arrangement: Arrangement, action: str, sentence: str, *, actor: User, at: datetime) -> None:
    """Record what was done to an arrangement."""
    audit.record(arrangement, action=action, sentence=sentence, actor=actor, at=at)
