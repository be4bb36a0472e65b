"""What stands in the way of the plan items and panels of a batch."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from batches.guards.plans import out_of_scope
from batches.guards.scope import retired
from batches.models import Batch, BatchItem, PlanItem, PlanStatus
from batches.models.batches import WAITING
from examiners.models import Examiner
from examiners.selectors import why_not
from ostami import policy
from ostami.problems import Problem
from stations.guards import idle
from workflow.lifecycle import Step

# Where a page keeps the items that it has read.
KEPT = "items_kept"


def batch_has_items(step: Step[Batch]) -> Iterator[Problem]:
    """A batch uses at least one plan item (guide 4.5.1-1)."""
    if not step.case.items.exists():
        yield Problem("批次还没有选用计划项", "4.5.1-1", "请至少增加一个已批准的计划项")


def station_active(step: Step[Batch]) -> Iterator[Problem]:
    """Only a station that is neither suspended nor without a valid licence examines."""
    return idle(step.case.station, on=step.day)


def items_usable(step: Step[Batch]) -> Iterator[Problem]:
    """Every item is approved, the station's own, of the scheme, in scope, and free (guide 4.5.1-1)."""
    batch = step.case
    for item in step.once(items_of):
        yield from at_item(item, unusable(item.plan_item, batch=batch, on=step.day))


def unusable(plan_item: PlanItem, *, batch: Batch, on: date) -> Iterator[Problem]:
    """Yield every reason why `batch` can't use a plan item on the day `on` (guide 4.5.1-1).

    A batch that was handed in is judged by scope and catalogue as they stood on the day of that.
    """
    if plan_item.plan.station_id != batch.station_id or plan_item.plan.status != PlanStatus.APPROVED:
        yield Problem(f"计划项“{plan_item}”不是本站已批准的计划项", "4.5.1-1", "请先提交年度计划并取得批准")
    if plan_item.trade.occupation.scheme != batch.scheme:
        yield Problem(
            f"“{plan_item.trade.name}”不属于“{batch.get_scheme_display()}”",
            "4.5.1-9",
            "请改选计划项或评价类别",
        )
    applied_on = batch.applied_on if batch.status in WAITING else None
    yield from out_of_scope(plan_item, batch.station, applied_on=applied_on)
    if not plan_item.trade.is_live(applied_on or on):
        yield replace(retired(plan_item.trade), remedy="请改选其他计划项")
    yield from taken([plan_item], but_for=batch)


def taken(plan_items: Iterable[PlanItem], *, but_for: Batch) -> Iterator[Problem]:
    """Yield a problem for each plan item that another batch holds (guide 4.5.1-1)."""
    held = BatchItem.objects.filter(plan_item__in=[item.pk for item in plan_items], taken=True).exclude(
        batch=but_for
    )
    for other in held.select_related("batch", "plan_item__trade__occupation"):
        yield Problem(
            f"计划项“{other.plan_item}”已被{other.batch}选用，每个计划项只能选用一次",
            "4.5.1-1",
            "请另选计划项，或提交补充计划",
        )


def one_machine_category(step: Step[Batch]) -> Iterator[Problem]:
    """Construction machinery is examined within one of the eight categories (guide 2.5.1 note ③)."""
    categories = {
        item.trade.get_machine_category_display()
        for item in step.once(items_of)
        if item.trade.machine_category
    }
    if len(categories) > 1:
        yield Problem(
            f"一个批次包含了多个工程机械类别：{'、'.join(sorted(categories))}",
            "2.5.1 注③",
            "请按类别分批次申请",
        )


def panels(step: Step[Batch]) -> Iterator[Problem]:
    """Every item has a leader and at least three different examiners who may sit (guide 4.5.1-4)."""
    for item in step.once(items_of):
        yield from at_item(item, panel_problems(item))


def panel_problems(item: BatchItem) -> Iterator[Problem]:
    """Yield what is wrong with one item's panel."""
    return sitting_problems(item.panel, batch=item.batch, plan_item=item.plan_item)


def sitting_problems(panel: Collection[Examiner], *, batch: Batch, plan_item: PlanItem) -> Iterator[Problem]:
    """Yield what forbids `panel`, the leader included and each once, to judge a plan item (guide 4.5.1-4)."""
    if len(panel) < policy.PANEL_MIN_EXAMINERS:
        yield Problem(
            f"“{plan_item.trade.name} {plan_item.level_label}”的考评组只有 {len(panel)} 人，"
            f"组长计算在内至少 {policy.PANEL_MIN_EXAMINERS} 人",
            "4.5.1-4",
            "请增选考评员；本站该工种考评员不足时，请先办理考评员申报",
        )
    for examiner in panel:
        yield from why_not(
            examiner, station=batch.station, trade=plan_item.trade, level=plan_item.level, on=batch.exam_date
        )


def at_item(item: BatchItem, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems as those of one item, so that a page can lead to where they are mended."""
    return (replace(problem, field=item.anchor) for problem in problems)


def items_of(batch: Batch) -> list[BatchItem]:
    """Return a batch's items with all that the rules look at; those of `keep_items` where it was called."""
    kept: list[BatchItem] | None = getattr(batch, KEPT, None)
    return list(_rows().filter(batch=batch)) if kept is None else kept


def keep_items(batch: Batch) -> None:
    """Read a batch's items once for a page that puts many rules to them and changes nothing."""
    prefetch_related_objects([batch], Prefetch("items", _rows(), to_attr=KEPT))


def _rows() -> QuerySet[BatchItem]:
    rows = BatchItem.objects.select_related(
        "plan_item__plan", "plan_item__trade__occupation", "leader", "batch__station"
    )
    held = (f"{who}__{what}" for who in ("leader", "examiners") for what in ("trades", "suspensions"))
    return rows.prefetch_related(*held)
