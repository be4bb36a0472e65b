"""Writing the items of a plan that its verb has locked: checked, and each with its line in the history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from batches.guards import scope_problems
from batches.models import AnnualPlan, PlanItem
from ostami import clock
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import Problem, refuse_if
from workflow import audit

MOST_ITEMS = 200  # of a plan: what its page and its grid can show at once


def split_headcount(headcount: int) -> list[int]:
    """Split a number of people into plan items of at most 99: 150 makes 99 and 51 (guide 4.5.1-1)."""
    full, rest = divmod(headcount, PLAN_ITEM_MAX_PEOPLE)
    return [PLAN_ITEM_MAX_PEOPLE] * full + [rest] * bool(rest)


def words_of(item: PlanItem) -> str:
    """Return all that a plan item says, its remark included, as the history tells it."""
    return f"{item}，备注：{item.note}" if item.note else str(item)


def too_many_people(headcount: int, *, remedy: str) -> Iterator[Problem]:
    """Yield a problem where an item is for more than 99 people (guide 4.5.1-1)."""
    if headcount > PLAN_ITEM_MAX_PEOPLE:
        text = f"计划人数 {headcount} 人，超过每条计划 {PLAN_ITEM_MAX_PEOPLE} 人的上限"
        yield Problem(text, "4.5.1-1", remedy, "headcount")


def too_many_items(count: int) -> Iterator[Problem]:
    """Yield a problem where a plan would have more items than its pages show."""
    if count > MOST_ITEMS:
        text = f"一份计划最多 {MOST_ITEMS} 条计划项，这样保存会有 {count} 条"
        yield Problem(text, remedy="请减少几条，计划批准后再编制补充计划")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPen:
    """One act's hand on the items of a locked, open plan.

    Attributes:
        plan: the plan.
        actor: who writes.
        at: the instant of the act.
    """

    plan: AnnualPlan
    actor: User
    at: datetime = field(default_factory=clock.now)

    def check(self, items: Iterable[PlanItem]) -> None:
        """Refuse what isn't in the station's scope, or no longer in the catalogue.

        Raises:
            BlockedError: with a sentence for every trade and level that can't be planned.
        """
        refuse_if(scope_problems(items, self.plan.station, on=clock.day_of(self.at)).values())

    def add(self, items: Sequence[PlanItem], *, sentence: str = "增加了计划项") -> None:
        """Store new items.

        Raises:
            BlockedError: the plan would have too many.
        """
        if items:
            refuse_if(too_many_items(self.plan.items.count() + len(items)))
        for item in items:
            item.save()
            self._record("add_item", f"{sentence}：{item}")

    def change(self, item: PlanItem, *, before: str) -> None:
        """Store a changed item; `before` is what `words_of` said of it."""
        item.save()
        changes = {"计划项": (before, words_of(item))}
        audit.record(
            self.plan,
            action="change_item",
            sentence="修改了计划项",
            actor=self.actor,
            at=self.at,
            changes=changes,
        )

    def remove(self, item: PlanItem) -> None:
        """Take an item out."""
        self._record("remove_item", f"删除了计划项：{item}")
        item.delete()

    def _record(self, action: str, sentence: str) -> None:
        audit.record(self.plan, action=action, sentence=sentence, actor=self.actor, at=self.at)
