"""The plan items that an application can choose, and the others with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from batches.models import Batch, PlanItem
from batches.selectors.plans import PlanLine, items_for_pages, plan_lines
from stations.models import ScopeGrant, Station

OUT_OF_SCOPE = "已不在本站获批的评价范围内（服务指南 4.7-6），需要时请先申请增项"


@dataclass(frozen=True, slots=True)
class Choice:
    """An approved plan item as an application sees it.

    Attributes:
        line: the plan item with its use.
        here: whether it stands in this application already.
        reason: why it can't be chosen though nobody uses it; empty where it can.
    """

    line: PlanLine
    here: bool
    reason: str

    @property
    def free(self) -> bool:
        """Tell whether it can be chosen."""
        return not (self.line.used or self.here or self.reason)


def choices_of(batch: Batch, *, user: User, on: date) -> list[Choice]:
    """Return what a batch might use on the day `on`: its station's approved plan items of its scheme.

    As many queries for many as for one.

    Those that can be chosen come first, those of the exam's year before others.
    """
    items = PlanItem.objects.visible_to(user).approved().filter(plan__station=batch.station)
    items = items.filter(trade__occupation__scheme=batch.scheme).order_by("-plan__year", "month", "pk")
    here = set(batch.items.values_list("plan_item_id", flat=True))
    granted = _granted(batch.station)
    choices = [
        Choice(line, line.item.pk in here, _reason(line.item, granted, on))
        for line in plan_lines(items_for_pages(items), user=user)
    ]
    year = batch.exam_date.year
    return sorted(choices, key=lambda choice: (not choice.free, choice.line.item.plan.year != year))


def _reason(item: PlanItem, granted: set[tuple[int, int]], on: date) -> str:
    if (item.trade_id, item.level) not in granted:
        return OUT_OF_SCOPE
    return "" if item.trade.is_live(on) else f"该工种自 {item.trade.retired_on} 起不再开展评价"


def _granted(station: Station) -> set[tuple[int, int]]:
    grants = ScopeGrant.objects.live().filter(station=station).values_list("trade_id", "levels")
    return {(trade, int(level)) for trade, levels in grants for level in levels}


def matching(choices: Iterable[Choice], word: str) -> list[Choice]:
    """Return the choices whose trade, level, month, note or code holds every part of `word`."""
    parts = word.split()
    return [choice for choice in choices if all(part in _words(choice.line.item) for part in parts)]


def _words(item: PlanItem) -> str:
    words = f"{item}{item.trade.code_and_name}{item.plan.year}年度{item.note}"
    return words.replace(" ", "")


def of_other_scheme(batch: Batch) -> int:
    """Count the station's approved plan items that a batch of this scheme can't use."""
    items = PlanItem.objects.approved().filter(plan__station=batch.station)
    return items.exclude(trade__occupation__scheme=batch.scheme).count()
