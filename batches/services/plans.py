"""Making a year's plan and its items (guide 4.5.1-1)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.guards import may_plan
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.services.opening import lock_open, still_there
from batches.services.plan_items import PlanPen, split_headcount, too_many_people, words_of
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
        BlockedError: the plan isn't open, the trade or level isn't in scope, or there are too many people or
            items.
    """
    pen = PlanPen(plan=lock_open(plan), actor=actor, at=at or clock.now())
    if not split:
        remedy = f"可点击“按 {PLAN_ITEM_MAX_PEOPLE} 人拆分”，由平台分成多条"
        refuse_if(too_many_people(headcount, remedy=remedy))
    facts = {"trade": trade, "level": level, "month": month, "note": note}
    items = [PlanItem(plan=pen.plan, headcount=part, **facts) for part in split_headcount(headcount)]
    pen.check(items)
    pen.add(items)
    return items


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
    pen = PlanPen(plan=lock_open(item.plan), actor=actor, at=at or clock.now())
    item = still_there(item)
    remedy = f"请改为 {PLAN_ITEM_MAX_PEOPLE} 人以内，其余另加计划项"
    refuse_if(too_many_people(headcount, remedy=remedy))
    before = words_of(item)
    item.trade, item.level, item.headcount, item.month, item.note = trade, level, headcount, month, note
    pen.check([item])
    pen.change(item, before=before)
    return item


@transaction.atomic
def remove_plan_item(*, item: PlanItem, actor: User, at: datetime | None = None) -> None:
    """Take an item out of an open plan.

    Raises:
        BlockedError: the plan isn't open, or the item was taken out already.
    """
    pen = PlanPen(plan=lock_open(item.plan), actor=actor, at=at or clock.now())
    pen.remove(still_there(item))


@transaction.atomic
def discard_plan(*, plan: AnnualPlan, actor: User, at: datetime | None = None) -> None:
    """Throw a draft away that was never handed in, with its items; audited.

    Raises:
        BlockedError: it was handed in once: what management has dealt with stays.
    """
    row = lock_open(plan)
    refuse_if(not_discardable(row))
    sentence = f"放弃了未提交的{row}（{row.items.count()} 条计划项）"
    audit.record(row, action="discard", sentence=sentence, actor=actor, at=at)
    row.delete()


def not_discardable(plan: AnnualPlan) -> Iterator[Problem]:
    """Yield a problem where a plan can't be thrown away."""
    if plan.status != PlanStatus.DRAFT or plan.submitted_at is not None:
        yield Problem(
            f"{plan}提交过，不能放弃",
            remedy="已退回的请修改后重新提交；不需要的计划项可以删除",
        )
