"""Holding a row while it is worked on: locked, in the actor's scope and with the right."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch

R = TypeVar("R", bound=Model)


def held(row: R, *, actor: User, right: Perm) -> R:
    """Return a row of a scoped model as stored, locked.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor's role lacks the right.
    """
    rows: Any = type(row)._default_manager  # noqa: SLF001  Django's documented API
    found: R | None = rows.order_by().select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    if found is None or not rows.visible_to(actor).filter(pk=row.pk).exists():
        raise Http404
    need(actor, right)
    return found


def held_batch(batch: Batch, *, actor: User, right: Perm) -> Batch:
    """Return the batch as stored, locked: its results aren't handed in meanwhile; raises as `held`."""
    return held(batch, actor=actor, right=right)
