"""What the pages of candidates read."""

from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.names import fold
from batches.models import Batch, BatchItem, BatchStatus
from batches.models.batches import WAITING
from candidates.models import COUNTED, Enrolment, EnrolmentStatus
from scope_catalog.models import Trade

# A batch is known to the public from its approval on.
UNKNOWN_TO_PUBLIC = (BatchStatus.DRAFT, *WAITING, BatchStatus.RETURNED, BatchStatus.WITHDRAWN)
ITEM_FACTS = ("batch__station__organisation", "plan_item__trade__occupation")
NO_CLASS = "-"  # names in an address those who gave no class
ENROLMENT_FACTS = (
    "candidate__user",
    "batch__station__organisation",
    "batch_item__batch",
    "batch_item__plan_item__trade__occupation",
)


def announced_items() -> QuerySet[BatchItem]:
    """Return the trades and levels of every batch that was approved, open or not."""
    return BatchItem.objects.exclude(batch__status__in=UNKNOWN_TO_PUBLIC).select_related(*ITEM_FACTS)


def open_items(*, at: datetime, q: str = "", candidate_type: str = "") -> QuerySet[BatchItem]:
    """Return what can be enrolled for at the instant `at`, the nearest deadline first, with `people` counted.

    Args:
        at: the instant.
        q: part of a station's name or code, or what finds a trade in the catalogue; empty finds all.
        candidate_type: one of the candidate types; empty for all.
    """
    found = announced_items().filter(batch__in=Batch.objects.open_for_enrolment(at))
    if word := fold(q):
        station = Q(batch__station__organisation__name__icontains=word)
        station |= Q(batch__station__organisation__code__startswith=word)
        found = found.filter(station | Q(plan_item__trade__in=Trade.objects.search(word)))
    if candidate_type:
        found = found.filter(batch__candidate_type=candidate_type)
    return found.annotate(people=Coalesce(_people_of_item(), 0)).order_by(
        "batch__exam_date", "batch__station__organisation__code", "pk"
    )


def _people_of_item() -> Subquery:
    """Return the count of who takes a place of an item.

    It is made for the rows of a page alone; a join would count for all items that are open.
    """
    counted = Enrolment.objects.filter(batch_item=OuterRef("pk"), status__in=COUNTED).order_by()
    return Subquery(counted.values("batch_item").annotate(number=Count("pk")).values("number"))


def roster_of(batch: Batch) -> QuerySet[Enrolment]:
    """Return the accepted candidates of a batch in the order of their first submission."""
    return Enrolment.objects.filter(batch=batch).accepted().select_related(*ENROLMENT_FACTS)


def counts_by_status(enrolments: QuerySet[Enrolment]) -> dict[str, int]:
    """Return how many enrolments stand in each status; 0 where there are none."""
    counted = dict(enrolments.order_by().values_list("status").annotate(Count("pk")))
    return {status.value: counted.get(status.value, 0) for status in EnrolmentStatus}


def items_of_batch(batch: Batch) -> QuerySet[BatchItem]:
    """Return the trades and levels of a batch with what names them."""
    return batch.items.select_related("plan_item__trade__occupation")


def class_names(batch: Batch) -> list[str]:
    """Return the classes of those who handed an enrolment in; an empty name stands for those without."""
    handed_in = Enrolment.objects.filter(batch=batch).exclude(sequence=None)
    return list(handed_in.order_by("class_name").values_list("class_name", flat=True).distinct())
