"""How long evidence is kept, by kind, and what may be destroyed by then (guide 4.6-6, 4.7-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count

from accounts.models import User
from batches.models import Batch, BatchStatus
from exams.models import PUBLISHED, DisposalStatus, EvidenceDisposal, EvidenceKind, ExamEvidence
from ostami import policy

DEFAULT = "default"
# Nothing is recorded of these batches any more: their results stand, or there won't be any.
ENDED = (*PUBLISHED, BatchStatus.CANCELLED)


def years_of(kind: str) -> int:
    """Return for how many years evidence of a kind is kept."""
    years: dict[str, int] = settings.EVIDENCE_YEARS
    return years.get(kind, years[DEFAULT])


def kept_until(exam_date: date, kind: str) -> date:
    """Return the last day on which evidence of a kind has to be kept."""
    return policy.keep_until(exam_date, years=years_of(kind))


def is_over(exam_date: date, kind: str, *, on: date) -> bool:
    """Tell whether the time of keeping is over on the day `on`."""
    return on > kept_until(exam_date, kind)


@dataclass(frozen=True, slots=True)
class Disposable:
    """Evidence of one kind and batch whose destruction can be proposed."""

    batch: Batch
    kind: EvidenceKind
    pieces: int

    @property
    def kept_until(self) -> date:
        """The last day on which it had to be kept."""
        return kept_until(self.batch.exam_date, self.kind)


def disposable(user: User, *, on: date) -> list[Disposable]:
    """Return what a person's station can propose to destroy on the day `on`, the oldest exams first."""
    latest = on.year - min(settings.EVIDENCE_YEARS.values())
    counts = (
        ExamEvidence.objects.visible_to(user)
        .filter(
            destroyed_at=None,
            item__batch__status__in=ENDED,
            item__batch__exam_date__year__lte=latest,
        )
        .values_list("item__batch", "kind")
        .annotate(pieces=Count("pk"))
        .order_by("item__batch__exam_date", "item__batch", "kind")
    )
    return list(_due(list(counts), on))


def _due(counts: list[tuple[int, str, int]], on: date) -> Iterable[Disposable]:
    proposed = set(
        EvidenceDisposal.objects.filter(
            status=DisposalStatus.PROPOSED, batch__in={batch for batch, _, _ in counts}
        ).values_list("batch", "kind")
    )
    batches = Batch.objects.select_related("station__organisation").in_bulk({batch for batch, _, _ in counts})
    for key, kind, pieces in counts:
        if (key, kind) not in proposed and is_over(batches[key].exam_date, kind, on=on):
            yield Disposable(batches[key], EvidenceKind(kind), pieces)
