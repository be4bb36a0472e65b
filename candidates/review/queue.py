"""The order in which a reviewer goes through a batch: one enrolment after the other."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment, EnrolmentStatus

WAITING = frozenset({EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enrolment stands among those of its batch in one status, in the order of submission.

    Attributes:
        shown: the status.
        position: counted from 1; 0 if it isn't in that status.
        total: how many are.
        previous: the key of the one before; None at the start.
        next: the key of the one behind; None at the end.
    """

    shown: EnrolmentStatus
    position: int
    total: int
    previous: int | None
    next: int | None


def place_of(enrolment: Enrolment, *, shown: EnrolmentStatus) -> Place:
    """Return where an enrolment stands among those of its batch in the status `shown`."""
    listed = Enrolment.objects.filter(batch=enrolment.batch_id, status=shown).exclude(sequence=None)
    rows = list(listed.order_by("sequence").values_list("sequence", "pk"))
    sequence = enrolment.sequence or 0
    index = bisect_left(rows, (sequence, 0))
    is_there = index < len(rows) and rows[index][0] == sequence
    behind = index + is_there
    return Place(
        shown=shown,
        position=index + 1 if is_there else 0,
        total=len(rows),
        previous=rows[index - 1][1] if index else None,
        next=rows[behind][1] if behind < len(rows) else None,
    )


def next_waiting(enrolment: Enrolment, *, status: str) -> Enrolment | None:
    """Return the next one of the batch in a status, beginning anew at the end; None if none is left."""
    waiting = Enrolment.objects.filter(batch=enrolment.batch_id, status=status).exclude(pk=enrolment.pk)
    ordered = waiting.exclude(sequence=None).order_by("sequence")
    return ordered.filter(sequence__gt=enrolment.sequence or 0).first() or ordered.first()


def waiting_for(user: User, *, at: datetime) -> QuerySet[Enrolment]:
    """Return what a person's stations have to review while it can still be decided: nearest deadline first.

    Within a batch the order is that of the first submission.
    """
    open_batches = Batch.objects.open_for_enrolment(at)
    mine = Enrolment.objects.visible_to(user).filter(batch__in=open_batches)
    return mine.order_by("batch__exam_date", "batch_id", "sequence")
