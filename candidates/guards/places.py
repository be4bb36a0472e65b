"""When and where somebody may enrol: the window, one enrolment a batch, 99 places an item."""

from collections.abc import Iterator

from accounts.rights import Role
from batches.guards.deadlines import revival
from batches.models import BatchStatus
from candidates.models import Enrolment
from ostami import policy
from ostami.problems import Problem
from workflow.lifecycle import Step


def window_open(step: Step[Enrolment]) -> Iterator[Problem]:
    """Enrolment is open while its batch is approved and the deadline lies ahead (guide 4.5.1-2)."""
    batch = step.case.batch
    if batch.status != BatchStatus.APPROVED:
        yield Problem(
            f"{batch} 当前状态为“{batch.get_status_display()}”，不接受报名", "4.5.1-2", "请另选报名中的批次"
        )
    elif step.at >= batch.enrolment_closes_at:
        last_day = policy.last_enrolment_day(batch.exam_date)
        yield Problem(
            f"报名截止 {last_day} 24:00，窗口已于 {batch.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭",
            "4.5.1-2",
            revival(batch) if step.actor.role == Role.STATION else "请另选报名中的批次，或联系考试站",
        )


def enrolled_once(step: Step[Enrolment]) -> Iterator[Problem]:
    """A candidate enrols once in a batch (guide 4.3-3)."""
    others = Enrolment.objects.filter(batch=step.case.batch, candidate=step.case.candidate).exclude(
        pk=step.case.pk
    )
    for other in others.select_related("batch_item__plan_item__trade__occupation"):
        yield Problem(
            f"每名考生每批次只能报名一次，您已在{other.batch}报考“{other.batch_item}”",
            "4.3-3",
            "请在“我的报名”中继续办理，或另选批次",
        )


def place_left(step: Step[Enrolment]) -> Iterator[Problem]:
    """A batch item takes at most 99 people (guide 4.5.1-1)."""
    item = step.case.batch_item
    if Enrolment.objects.filter(batch_item=item).counted().count() >= policy.PLAN_ITEM_MAX_PEOPLE:
        yield Problem(
            f"“{item}”已报满 {policy.PLAN_ITEM_MAX_PEOPLE} 人",
            "4.5.1-1",
            "请联系考试站增加计划项，或另选批次",
        )
