"""Saving all items of a plan at once, as they were typed in rows (guide 4.5.1-1)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.selectors import fingerprint, items_for_pages
from batches.services.opening import lock_open
from batches.services.plan_items import PlanPen, split_headcount, too_many_people, words_of
from ostami import clock
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import BlockedError, Problem, refuse_if
from scope_catalog.models import Trade

SPLIT_REMEDY = f"可点击“按 {PLAN_ITEM_MAX_PEOPLE} 人拆分并保存”，由平台分成多条"


class PlanMovedError(BlockedError):
    """The items were changed since the page was opened; it is saved again only on purpose."""

    def __init__(self, plan: AnnualPlan) -> None:
        problem = Problem(
            f"打开本页后，{plan}的计划项有了改动（现有 {plan.items.count()} 条），本次没有保存",
            remedy="请先打开计划核对；确认按本页内容保存的，请再提交一次",
        )
        super().__init__([problem])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """An item as typed; `pk` is that of the stored item, None for a new one."""

    trade: Trade
    level: int
    headcount: int
    month: int
    note: str = ""
    pk: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The item's facts by field."""
        names = ("trade", "level", "headcount", "month", "note")
        return {name: getattr(self, name) for name in names}

    def parts(self) -> list["PlanEntry"]:
        """Return the entries that so many people need: the first keeps the stored item."""
        first, *others = split_headcount(self.headcount)
        return [
            replace(self, headcount=first),
            *(replace(self, headcount=people, pk=None) for people in others),
        ]


@dataclass(frozen=True, slots=True)
class PlanGridResult:
    """How many items were added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __str__(self) -> str:
        counts = {"新增": self.added, "修改": self.changed, "删除": self.removed}
        said = "，".join(f"{verb} {count} 条" for verb, count in counts.items() if count)
        return f"计划项已保存：{said}。" if said else "计划项没有改动。"


@transaction.atomic
def save_plan_grid(
    *,
    plan: AnnualPlan,
    actor: User,
    entries: Sequence[PlanEntry],
    seen: str,
    removed: Collection[int] = (),
    split: bool = False,
    at: datetime | None = None,
) -> PlanGridResult:
    """Store the rows of an open plan, all or none; stored items that aren't mentioned stay.

    Args:
        plan: the plan.
        actor: who fills it in.
        entries: the rows typed. An unchanged one passes even if its trade has left the scope meanwhile: only
            handing in asks that of every item.
        seen: the `fingerprint` of the items as the page showed them.
        removed: keys of items to take out; others' and those already gone are passed over.
        split: make items of at most 99 people each.
        at: the instant of the act.

    Raises:
        PlanMovedError: the items are no longer those that the page showed.
        BlockedError: the plan isn't open, an item isn't in scope, or there are too many people or items.
    """
    pen = PlanPen(plan=lock_open(plan), actor=actor, at=at or clock.now())
    for entry in () if split else entries:
        refuse_if(too_many_people(entry.headcount, remedy=SPLIT_REMEDY))
    parts = [part for entry in entries for part in entry.parts()]
    stored = list(items_for_pages(pen.plan.items.all()))
    if seen != fingerprint(stored):
        if _says_the_same(stored, parts):  # the same page, sent twice
            return PlanGridResult()
        raise PlanMovedError(pen.plan)
    return _write(pen, stored, parts, removed)


def _says_the_same(stored: Iterable[PlanItem], parts: Iterable[PlanEntry]) -> bool:
    def said(row: PlanItem | PlanEntry) -> tuple[object, ...]:
        return (row.trade.pk, row.level, row.headcount, row.month, row.note)

    return Counter(map(said, stored)) == Counter(map(said, parts))


def _write(
    pen: PlanPen, stored: Iterable[PlanItem], parts: Iterable[PlanEntry], removed: Collection[int]
) -> PlanGridResult:
    known = {item.pk: item for item in stored}
    gone = [known.pop(pk) for pk in sorted(set(removed) & known.keys())]
    changed: list[tuple[PlanItem, str]] = []
    added: list[PlanItem] = []
    for part in parts:
        item = known.pop(part.pk, None) if part.pk else None
        if item is None:
            added.append(PlanItem(plan=pen.plan, **part.facts))
        elif before := _rewritten(item, part):
            changed.append((item, before))
    pen.check([*added, *(item for item, _ in changed)])
    for item in gone:
        pen.remove(item)
    for item, before in changed:
        pen.change(item, before=before)
    pen.add(added)
    return PlanGridResult(len(added), len(changed), len(gone))


def _rewritten(item: PlanItem, part: PlanEntry) -> str:
    """Write what was typed into `item`; return what it said before, empty where it says the same."""
    if all(getattr(item, name) == fact for name, fact in part.facts.items()):
        return ""
    before = words_of(item)
    for name, fact in part.facts.items():
        setattr(item, name, fact)
    return before
