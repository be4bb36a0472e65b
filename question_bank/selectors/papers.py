"""Which exams still lack papers."""

from collections.abc import Iterable

from django.db.models import Count, Q

from batches.models import Batch, BatchItem
from question_bank.models import PaperStatus
from question_bank.paper_kinds import PaperKind


def missing_papers(batches: Iterable[Batch]) -> dict[int, int]:
    """Return how many sealed papers each batch lacks, by its key; one that has all isn't named.

    Every trade and level of a batch takes a theory and a practical paper.
    """
    ready = Count("papers", Q(papers__paper__status=PaperStatus.SEALED, papers__ended_at=None), distinct=True)
    rows = BatchItem.objects.filter(batch__in=batches).order_by().values_list("batch")
    counted = rows.annotate(items=Count("pk", distinct=True), ready=ready)
    lacking = {batch: len(PaperKind) * items - sealed for batch, items, sealed in counted}
    return {batch: count for batch, count in lacking.items() if count}
