"""A batch's outcome trade by trade, as whoever reviews the results reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from batches.models import Batch, BatchItem
from batches.selectors import items_with_panels
from candidates.models import Enrolment
from exams.figures import rate
from exams.grading import PASSING
from exams.selectors import OPEN


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How many of a trade's people sat, missed and passed.

    Attributes:
        absent: how many were absent, excused or excluded from a paper.
        kept: how many sat one paper alone, the other one being carried.
    """

    item: BatchItem
    people: int
    sat: int
    absent: int
    passed: int
    kept: int

    @property
    def rate(self) -> str:
        """The share of those who sat that passed."""
        return rate(self.passed, self.sat)


def item_figures(batch: Batch) -> list[ItemFigures]:
    """Count a batch's roster by trade and outcome, in the batch's order."""
    absent = Q(result__theory_absent=True) | Q(result__practical_absent=True)
    rows = (
        Enrolment.objects.filter(batch=batch)
        .accepted()
        .order_by()
        .values("batch_item")
        .annotate(
            people=Count("pk"),
            sat=Count("pk", ~OPEN & ~absent),
            absent=Count("pk", ~OPEN & absent),
            passed=Count("pk", Q(result__grade__in=PASSING)),
            kept=Count("carried"),
        )
    )
    counts = {row["batch_item"]: row for row in rows}
    return [_figures(item, counts[item.pk]) for item in items_with_panels(batch) if item.pk in counts]


def _figures(item: BatchItem, row: Mapping[str, Any]) -> ItemFigures:
    return ItemFigures(item, *(row[name] for name in ("people", "sat", "absent", "passed", "kept")))
