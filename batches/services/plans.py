"""Making a year's plan and its items (guide 4.5.1-1)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.guards import may_plan, out_of_scope
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.services.opening import lock_open, still_there
from ostami import clock
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import Problem, refuse_if
from scope_catalog.models import Trade
from stations.models import Station
from workflow import audit


@transaction.atomic
def make_plan(*, station: Station, year: int, actor: User, at: datetime | None = None) -> AnnualPlan:
    """Make a station's plan for `year`, or a supplement where all its plans for the year are approved.

    Raises:
        BlockedError: a plan for the year isn't approved yet, so that its items can be changed instead; the
            station is suspended or its licence expired; or an annual review is missing after its grace.
    """
    refuse_if(may_plan(station, on=clock.day_of(at or clock.now())))
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    last = station.plans.filter(year=year).order_by("supplement").last()
    if last is not None:
        refuse_if(_unfinished(last))
    plan = AnnualPlan.objects.create(
        station=station, year=year, supplement=last.supplement + 1 if last else 0
    )
    audit.record(plan, action="make", sentence="开始编制年度计划", actor=actor, at=at)
    return plan


def _unfinished(plan: AnnualPlan) -> Iterator[Problem]:
    if plan.status != PlanStatus.APPROVED:
        remedy = "请直接在该计划中增改计划项" if plan.is_open else "请等管理站审批后再编制补充计划"
        status = plan.get_status_display()
        yield Problem(f"{plan}已经存在，状态为“{status}”，每年一份", "4.5.1-1", remedy, "year")


def split_headcount(headcount: int) -> list[int]:
    """Split a number of people into plan items of at most 99: 150 makes 99 and 51 (guide 4.5.1-1)."""
    full, rest = divmod(headcount, PLAN_ITEM_MAX_PEOPLE)
    return [PLAN_ITEM_MAX_PEOPLE] * full + [rest] * bool(rest)


@transaction.atomic
def add_plan_items(
    *,
    plan: AnnualPlan,
    actor: User,
    trade: Trade,
    level: int,
    headcount: int,
    month: int,
    note: str = "",
    split: bool = False,
    at: datetime | None = None,
) -> list[PlanItem]:
    """Add an item to an open plan; with `split`, as many items as so many people need.

    Args:
        plan: the plan.
        actor: who adds.
        trade: the trade, of the station's live scope.
        level: the level, 5 to 1, of that scope.
        headcount: how many people, from 1.
        month: the month, 1 to 12.
        note: a remark, printed with the item.
        split: make items of at most 99 people each.
        at: the instant of the act.

    Raises:
        BlockedError: the plan isn't open, the trade or level isn't in scope, or there are too many people.
    """
    plan = lock_open(plan)
    if not split:
        refuse_if(_too_many(headcount, remedy=f"可点击“按 {PLAN_ITEM_MAX_PEOPLE} 人拆分”，由平台分成多条"))
    facts = {"trade": trade, "level": level, "month": month, "note": note}
    items = [PlanItem(plan=plan, headcount=part, **facts) for part in split_headcount(headcount)]
    refuse_if(out_of_scope(items[0], plan.station))
    for item in items:
        item.save()
        audit.record(plan, action="add_item", sentence=f"增加了计划项：{item}", actor=actor, at=at)
    return items


def _too_many(headcount: int, *, remedy: str) -> Iterator[Problem]:
    if headcount > PLAN_ITEM_MAX_PEOPLE:
        text = f"计划人数 {headcount} 人，超过每条计划 {PLAN_ITEM_MAX_PEOPLE} 人的上限"
        yield Problem(text, "4.5.1-1", remedy, "headcount")


@transaction.atomic
def change_plan_item(
    *,
    item: PlanItem,
    actor: User,
    trade: Trade,
    level: int,
    headcount: int,
    month: int,
    note: str = "",
    at: datetime | None = None,
) -> PlanItem:
    """Change an item of an open plan.

    Raises:
        BlockedError: the plan isn't open, the item was taken out, the trade or level isn't in scope, or there
            are too many people.
    """
    plan = lock_open(item.plan)
    item = still_there(item)
    refuse_if(_too_many(headcount, remedy=f"请改为 {PLAN_ITEM_MAX_PEOPLE} 人以内，其余另加计划项"))
    before = str(item)
    item.trade, item.level, item.headcount, item.month, item.note = trade, level, headcount, month, note
    refuse_if(out_of_scope(item, plan.station))
    item.save()
    changes = {"计划项": (before, str(item))}
    audit.record(plan, action="change_item", sentence="修改了计划项", actor=actor, at=at, changes=changes)
    return item


@transaction.atomic
def remove_plan_item(*, item: PlanItem, actor: User, at: datetime | None = None) -> None:
    """Take an item out of an open plan.

    Raises:
        BlockedError: the plan isn't open, or the item was taken out already.
    """
    plan = lock_open(item.plan)
    item = still_there(item)
    audit.record(plan, action="remove_item", sentence=f"删除了计划项：{item}", actor=actor, at=at)
    item.delete()
