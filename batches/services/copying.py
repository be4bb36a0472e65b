"""A new application after an earlier batch: its trades, on free plan items, with those who may still sit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, IntegerField, When

from accounts.models import User
from batches.guards import items_of, unusable
from batches.models import Batch, BatchItem, PlanItem
from batches.services.applications import make_batch
from batches.services.items import add_batch_item
from examiners.models import Examiner
from examiners.selectors import why_not
from ostami import clock, policy
from workflow import audit


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying a batch.

    Attributes:
        batch: the new draft.
        taken: a sentence for each item that was copied, whole or with fewer examiners.
        left: a sentence for each item that wasn't, with the reason.
    """

    batch: Batch
    taken: list[str]
    left: list[str]


@transaction.atomic
def copy_batch(
    *,
    batch: Batch,
    exam_date: date,
    candidate_type: str,
    place: str,
    actor: User,
    at: datetime | None = None,
) -> Copied:
    """Begin an application with an earlier batch's scheme, trades and panels.

    Each item gets a free plan item of its trade and level, and those of its panel who may sit on the new
    date. Nothing that the station said of a panel is copied: a declaration is of one exam.

    Raises:
        BlockedError: the exam lies less than thirty days ahead (guide 4.5.1-2), the station is suspended, or
            its licence expired.
    """
    instant = at or clock.now()
    new = make_batch(
        station=batch.station,
        actor=actor,
        scheme=batch.scheme,
        candidate_type=candidate_type,
        exam_date=exam_date,
        place=place,
        at=instant,
    )
    audit.record(new, action="copy", sentence=f"内容复制自{batch}", actor=actor, at=instant)
    copied = Copied(new, [], [])
    for item in items_of(batch):
        _copy_item(item, into=copied, actor=actor, at=instant)
    return copied


def _copy_item(item: BatchItem, *, into: Copied, actor: User, at: datetime) -> None:
    plan_item = _free_plan_item(item, batch=into.batch, on=clock.day_of(at))
    if plan_item is None:
        into.left.append(
            f"“{item}”未复制：没有可以选用的同工种同等级计划项。请先提交补充计划（服务指南 4.5.1-1）。"
        )
        return
    fit, unfit = _who_may_sit(item, plan_item, batch=into.batch)
    reason = _too_few(item, fit)
    said = "；".join(unfit)
    if reason:
        because = f"{reason}（{said}）" if said else reason
        into.left.append(f"“{item}”未复制：{because}。请点击“增加工种”重新选择考评组（服务指南 4.5.1-4）。")
        return
    add_batch_item(
        batch=into.batch, plan_item=plan_item, leader=item.leader, examiners=fit, actor=actor, at=at
    )
    without = f"；未带入的考评员：{said}" if said else ""
    into.taken.append(f"“{item}”已复制，使用 {plan_item.plan.year} 年度计划项“{plan_item}”{without}。")


def _free_plan_item(item: BatchItem, *, batch: Batch, on: date) -> PlanItem | None:
    """Return a plan item that `batch` can use for the same trade and level, of the exam's month first."""
    wanted = PlanItem.objects.approved().free().filter(plan__station=batch.station_id)
    wanted = wanted.filter(trade=item.trade, level=item.level).exclude(batch_items__batch=batch)
    year = Case(When(plan__year=batch.exam_date.year, then=0), default=1, output_field=IntegerField())
    month = Case(When(month=batch.exam_date.month, then=0), default=1, output_field=IntegerField())
    found = wanted.select_related("plan", "trade__occupation").order_by(year, month, "-plan__year", "pk")
    return next((one for one in found if not any(unusable(one, batch=batch, on=on))), None)


def _who_may_sit(item: BatchItem, plan_item: PlanItem, *, batch: Batch) -> tuple[list[Examiner], list[str]]:
    """Return those of the earlier panel who may sit, and for each of the others a name with the reasons."""
    fit: list[Examiner] = []
    unfit: list[str] = []
    for examiner in item.panel:
        reasons = list(_reasons(examiner, plan_item, batch=batch))
        if reasons:
            unfit.append("，".join(reasons))
        else:
            fit.append(examiner)
    return fit, unfit


def _reasons(examiner: Examiner, plan_item: PlanItem, *, batch: Batch) -> Iterator[str]:
    problems = why_not(
        examiner, station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
    )
    return (problem.text for problem in problems)


def _too_few(item: BatchItem, fit: list[Examiner]) -> str:
    if item.leader not in fit:
        return "原考评组长不能担任"
    if len(fit) < policy.PANEL_MIN_EXAMINERS:
        return f"原考评组能担任的只有 {len(fit)} 人"
    return ""
