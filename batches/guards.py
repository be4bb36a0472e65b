"""What stands in the way of plans and batches, each with its clause."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from batches.models import AnnualPlan, Batch, BatchItem, BatchStatus, PlanItem, PlanStatus
from examiners.models import Examiner
from examiners.selectors import why_not
from ostami import clock, policy
from ostami.problems import Problem
from stations.guards import idle
from stations.models import ScopeGrant, Station
from stations.reviews import review_block
from workflow.lifecycle import Step


def plan_has_items(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A plan without items plans nothing."""
    if not step.case.items.exists():
        yield Problem("年度计划还没有计划项", "4.5.1-1", "请先添加工种、等级、人数和月份")


def plan_in_scope(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A station plans within its authorised scope (guide 4.7-6)."""
    plan = step.case
    yield from idle(plan.station, on=step.day)
    for item in plan.items.select_related("trade__occupation"):
        yield from out_of_scope(item, plan.station)


def may_plan(station: Station, *, on: date) -> Iterator[Problem]:
    """Yield what keeps a station from beginning a plan on the day `on`."""
    yield from idle(station, on=on)
    yield from review_block(station, on=on)


def review_done(step: Step[AnnualPlan]) -> Iterator[Problem]:
    """A station whose annual review is missing after its grace makes no new plans."""
    yield from review_block(step.case.station, on=step.day)


def out_of_scope(item: PlanItem, station: Station, *, applied_on: date | None = None) -> Iterator[Problem]:
    """Yield a problem where a plan item's trade and level aren't in the station's scope (guide 4.7-6).

    Args:
        item: the plan item.
        station: the station.
        applied_on: for a batch that was handed in, the day of that: a reduction since then takes nothing from
            it. None judges by the scope as it stands.
    """
    grants = ScopeGrant.objects.filter(station=station)
    if applied_on is None:
        held = grants.covering(item.trade, item.level)
    else:
        held = grants.covering_on(applied_on, item.trade, item.level)
    if not held.exists():
        yield _not_granted(item, grants.ended(item.trade, item.level).last())


def _not_granted(item: PlanItem, ended: ScopeGrant | None) -> Problem:
    since = f"自 {ended.withdrawn_on} 起" if ended else ""
    return Problem(
        f"“{item.trade.name} {item.level_label}”{since}不在本站获批的评价范围内",
        "4.7-6",
        "请改选范围内的工种等级，或先申请增项",
    )


def lead_time(step: Step[Batch]) -> Iterator[Problem]:
    """An exam lies at least thirty days after its application (guide 4.5.1-2)."""
    yield from too_soon(step.case.exam_date, at=step.at)


def too_soon(exam_date: date, *, at: datetime) -> Iterator[Problem]:
    """Yield a problem where an exam lies too near to an application made at `at` (guide 4.5.1-2)."""
    applied_on = clock.day_of(at)
    earliest = policy.earliest_exam_date(applied_on)
    if exam_date < earliest:
        yield Problem(
            f"考试日期 {exam_date} 距申请日期 {applied_on} 不足 {policy.BATCH_LEAD_DAYS} 天",
            "4.5.1-2",
            f"请选择 {earliest} 或以后的日期",
            "exam_date",
        )


def batch_has_items(step: Step[Batch]) -> Iterator[Problem]:
    """A batch uses at least one plan item (guide 4.5.1-1)."""
    if not step.case.items.exists():
        yield Problem("批次还没有选用计划项", "4.5.1-1", "请至少增加一个已批准的计划项")


def items_usable(step: Step[Batch]) -> Iterator[Problem]:
    """Every item is approved, the station's own, of the scheme, in scope, and free (guide 4.5.1-1)."""
    batch = step.case
    yield from idle(batch.station, on=step.day)
    for item in items_of(batch):
        yield from unusable(item.plan_item, batch=batch)


def unusable(plan_item: PlanItem, *, batch: Batch) -> Iterator[Problem]:
    """Yield every reason why `batch` can't use a plan item (guide 4.5.1-1)."""
    if plan_item.plan.station_id != batch.station_id or plan_item.plan.status != PlanStatus.APPROVED:
        yield Problem(f"计划项“{plan_item}”不是本站已批准的计划项", "4.5.1-1", "请先提交年度计划并取得批准")
    if plan_item.trade.occupation.scheme != batch.scheme:
        yield Problem(
            f"“{plan_item.trade.name}”不属于“{batch.get_scheme_display()}”",
            "4.5.1-9",
            "请改选计划项或评价类别",
        )
    applied_on = batch.applied_on if batch.status == BatchStatus.SUBMITTED else None
    yield from out_of_scope(plan_item, batch.station, applied_on=applied_on)
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
        for item in items_of(step.case)
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
    for item in items_of(step.case):
        yield from panel_problems(item)


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


def items_of(batch: Batch) -> list[BatchItem]:
    """Return a batch's items with all that the rules look at."""
    rows = batch.items.select_related(
        "plan_item__plan", "plan_item__trade__occupation", "leader", "batch__station"
    )
    return list(rows.prefetch_related("examiners"))


def enrolment_still_ahead(step: Step[Batch]) -> Iterator[Problem]:
    """A batch whose enrolment would be over at once can't be approved."""
    if step.at >= step.case.enrolment_closes_at:
        yield Problem(
            f"报名窗口已于 {step.case.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭，批准后考生无法报名",
            "4.5.1-2",
            "请退回，由考试站改选考试日期",
        )


def before_deadline(step: Step[Batch]) -> Iterator[Problem]:
    """The roster is handed in before the window closes (guide 4.5.1-2)."""
    if step.at >= step.case.enrolment_closes_at:
        last_day = policy.last_enrolment_day(step.case.exam_date)
        yield Problem(
            f"花名册提交截止 {last_day} 24:00，窗口已于 {step.case.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭",
            "4.5.1-2",
            "请联系管理站",
        )


def exam_day_reached(step: Step[Batch]) -> Iterator[Problem]:
    """Results follow the exam."""
    if step.day < step.case.exam_date:
        yield Problem(f"考试日期为 {step.case.exam_date}，考试尚未进行", "4.6-1", "请在考试结束后提交成绩")
