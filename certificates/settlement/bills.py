"""What a station owes for the certificates of one batch, line by line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from batches.models import Batch, BatchItem
from certificates.models import Settlement
from certificates.settlement.fees import fees_on
from exams.selectors import qualified

NOTHING = Decimal("0.00")
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bill:
    """Lines as a settlement stores them, one a trade and level with people who passed, and their sum.

    A line whose level has no fee on the exam date has neither ``fee`` nor ``sum``: both are empty.
    """

    lines: list[Line]
    total: Decimal

    @property
    def complete(self) -> bool:
        """Tell whether every line has a fee."""
        return all(line["fee"] for line in self.lines)

    @property
    def free(self) -> bool:
        """Tell whether nothing is to be paid."""
        return self.complete and self.total == NOTHING


def bill_of(batch: Batch) -> Bill:
    """Compute what the certificates of everybody who passed cost, by the fees of the exam date."""
    fees = fees_on(scheme=batch.scheme, day=batch.exam_date)
    counts = qualified(batch).order_by().values_list("batch_item").annotate(Count("pk"))
    passed: dict[int, int] = dict(counts)
    items = batch.items.filter(pk__in=passed).select_related("plan_item__trade__occupation").order_by("pk")
    lines = [_line(item, passed[item.pk], fees.get(item.plan_item.level)) for item in items]
    return Bill(lines, sum((Decimal(line["sum"] or 0) for line in lines), NOTHING))


def _line(item: BatchItem, people: int, fee: Decimal | None) -> Line:
    cost = {"fee": "", "sum": ""} if fee is None else {"fee": f"{fee:.2f}", "sum": f"{fee * people:.2f}"}
    return {"item": item.pk, "words": str(item), "people": people, **cost}


def bill_as_stored(settlement: Settlement) -> Bill:
    """Return the bill that a settlement holds."""
    return Bill(settlement.lines, settlement.total)


def people_by_item(lines: list[Line]) -> dict[int, int]:
    """Return how many people each item is billed for."""
    return {line["item"]: line["people"] for line in lines}


def people_of(settlement: Settlement) -> int:
    """Return how many people a settlement is for."""
    return sum(people_by_item(settlement.lines).values())


def lines_in_words(lines: list[Line]) -> str:
    """Return lines as the history names them: ``车工 四级/中级工 28 人 × 50.00 元``."""
    return (
        "；".join(f"{one['words']} {one['people']} 人 × {one['fee'] or '未定'} 元" for one in lines) or "无"
    )
