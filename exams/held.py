"""Holding a batch while its exam day is recorded."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, Role, refusal
from batches.models import Batch


def held_batch(batch: Batch, *, actor: User, right: Perm) -> Batch:
    """Return the batch as stored, locked: its results aren't handed in meanwhile.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor's role lacks the right.
    """
    rows = Batch.objects.order_by().select_for_update(of=("self",), no_key=True)
    found: Batch | None = rows.filter(pk=batch.pk).first()
    if found is None or not Batch.objects.visible_to(actor).filter(pk=batch.pk).exists():
        raise Http404
    if not actor.has_right(right):
        raise PermissionDenied(refusal(right, role=Role(actor.role)))
    return found
