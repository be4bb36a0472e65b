"""Which batches wait for a person's act."""

from django.db.models import Q

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from batches.models import Batch, BatchQuerySet, BatchStatus
from scope_catalog.choices import Scheme


def by_branch() -> Q:
    """Return the filter for batches that a province's branch has before management: see `deciding_role`."""
    with_branch = Organisation.objects.filter(kind=OrganisationKind.BRANCH).exclude(province="")
    return Q(
        status=BatchStatus.SUBMITTED,
        scheme=Scheme.SKILL_LEVEL,
        station__organisation__province__in=with_branch.values("province"),
    )


def waiting_for(user: User) -> BatchQuerySet:
    """Return the batches on which this person endorses or decides, the longest waiting first."""
    handed_in = Batch.objects.visible_to(user)
    match user.role:
        case Role.BRANCH:
            mine = handed_in.filter(by_branch())
        case Role.MANAGEMENT:
            undecided = Q(status=BatchStatus.SUBMITTED) | Q(status=BatchStatus.ENDORSED)
            mine = handed_in.filter(undecided & ~by_branch())
        case _:
            mine = handed_in.none()
    return mine.order_by("waiting_since", "pk")
