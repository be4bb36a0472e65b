"""Which batches wait for a person's act."""

from django.db.models import Q

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchQuerySet, BatchStatus
from batches.models.batches import WAITING
from scope_catalog.choices import Scheme
from stations.guards import all_branches


def by_branch() -> Q:
    """Return `Batch.goes_by_branch` as a filter, for the provinces that have a branch."""
    return Q(
        status=BatchStatus.SUBMITTED,
        scheme=Scheme.SKILL_LEVEL,
        station__organisation__province__in=all_branches().values("province"),
    )


def waiting_for(user: User) -> BatchQuerySet:
    """Return the batches on which this person endorses or decides, the longest waiting first."""
    handed_in = Batch.objects.visible_to(user)
    match user.role:
        case Role.BRANCH:
            mine = handed_in.filter(by_branch())
        case Role.MANAGEMENT:
            mine = handed_in.filter(~by_branch(), status__in=WAITING)
        case _:
            mine = handed_in.none()
    return mine.order_by("waiting_since", "pk")
