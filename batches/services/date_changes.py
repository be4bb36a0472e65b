"""Asking for another exam date (guide 4.5.1-6)."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.date_changing import already_requested, date_problems
from batches.models import Batch, DateChange
from ostami.problems import refuse_if
from workflow import audit


@transaction.atomic
def request_date_change(
    *, batch: Batch, actor: User, new_date: date, reason: str, at: datetime
) -> DateChange:
    """Ask management to hold a batch's exam earlier or later, once a batch.

    The batch's row is locked: of two requests at one instant the second reads of the first. A request is
    weighed by what its approval will be weighed by.

    Args:
        batch: an approved batch of the actor's station, its roster handed in or not.
        actor: who asks.
        new_date: the date wished for.
        reason: why, in the station's words; candidates read it once it is approved.
        at: when the request arrived.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role asks for no other date.
        BlockedError: the one change was used, a request waits, or the date can't be.
    """
    locked = _locked(batch, actor)
    refuse_if([*already_requested(locked), *date_problems(locked, new_date, at=at)])
    change = DateChange.objects.create(
        batch=locked, old_date=locked.exam_date, new_date=new_date, reason=reason, requested_at=at
    )
    changes = {"考试日期": (change.old_date, change.new_date)}
    for target in (change, locked):
        audit.record(
            target,
            action="request_date_change",
            sentence="申请调整考试日期",
            actor=actor,
            at=at,
            reason=reason,
            changes=changes,
        )
    return change


def _locked(batch: Batch, actor: User) -> Batch:
    found: Batch | None = (
        Batch.objects.order_by().select_for_update(of=("self",), no_key=True).filter(pk=batch.pk).first()
    )
    if found is None or not Batch.objects.visible_to(actor).filter(pk=batch.pk).exists():
        raise Http404
    need(actor, Perm.DATE_CHANGE_REQUEST)
    return found
