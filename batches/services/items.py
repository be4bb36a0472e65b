"""The trades of a batch application and their panels (guide 4.5.1-1 and 4.5.1-4)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.guards import sitting_problems, unusable
from batches.models import Batch, BatchItem, PlanItem
from batches.panels.declaring import DECLARATION, contradiction
from batches.services.opening import lock_open, still_there
from examiners.models import Examiner
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit

SAID_OF_PANEL = ("avoidance_declared", "avoidance_named", "panel_reason")


@transaction.atomic
def add_batch_item(
    *,
    batch: Batch,
    plan_item: PlanItem,
    leader: Examiner,
    examiners: Collection[Examiner],
    actor: User,
    avoidance_declared: bool = False,
    avoidance_named: str = "",
    panel_reason: str = "",
    at: datetime | None = None,
) -> BatchItem:
    """Add a plan item with its panel to an open application.

    Args:
        batch: the application.
        plan_item: an approved, free plan item of the same station and scheme.
        leader: the panel's leader, who counts as one of it whether or not named among the examiners.
        examiners: the panel's examiners.
        actor: who adds.
        avoidance_declared: whether nobody of the panel teaches or is related to a candidate.
        avoidance_named: who has to keep away, and why, where that can't be declared.
        panel_reason: why this panel sits though it is even or hardly rotates.
        at: the instant of the act.

    Raises:
        BlockedError: the application isn't open, the plan item can't be used, the panel may not sit, or
            avoidance is both declared and named.
    """
    batch = lock_open(batch)
    refuse_if(_used_here(plan_item, batch=batch))
    refuse_if(unusable(plan_item, batch=batch, on=clock.day_of(at or clock.now())))
    refuse_if(sitting_problems(_panel(leader, examiners), batch=batch, plan_item=plan_item))
    refuse_if(contradiction(declared=avoidance_declared, named=avoidance_named))
    item = BatchItem.objects.create(
        batch=batch,
        plan_item=plan_item,
        leader=leader,
        avoidance_declared=avoidance_declared,
        avoidance_named=avoidance_named,
        panel_reason=panel_reason,
    )
    item.examiners.set(examiners)
    sentence = f"增加了批次工种：{item}"
    changes = {label: ("", words) for label, words in _panel_shown(item).items() if words}
    audit.record(batch, action="add_item", sentence=sentence, actor=actor, at=at, changes=changes)
    return item


def _panel(leader: Examiner, examiners: Collection[Examiner]) -> list[Examiner]:
    return list(dict.fromkeys([leader, *examiners]))


def _used_here(plan_item: PlanItem, *, batch: Batch) -> Iterator[Problem]:
    if batch.items.filter(plan_item=plan_item).exists():
        yield Problem(f"计划项“{plan_item}”已在本批次中，每个计划项只能选用一次", "4.5.1-1", "请另选计划项")


@transaction.atomic
def change_panel(
    *,
    item: BatchItem,
    leader: Examiner,
    examiners: Collection[Examiner],
    actor: User,
    avoidance_declared: bool = False,
    avoidance_named: str = "",
    panel_reason: str = "",
    at: datetime | None = None,
) -> BatchItem:
    """Give an item of an open application another panel, with what the station says of it.

    A declaration is of one panel: it falls where it isn't made again. The arguments are those of
    `add_batch_item`.

    Raises:
        BlockedError: the application isn't open, the item was taken out, the panel may not sit, or avoidance
            is both declared and named.
    """
    batch = lock_open(item.batch)
    item = still_there(item)
    refuse_if(sitting_problems(_panel(leader, examiners), batch=batch, plan_item=item.plan_item))
    refuse_if(contradiction(declared=avoidance_declared, named=avoidance_named))
    before = _panel_shown(item)
    item.leader, item.panel_reason = leader, panel_reason
    item.avoidance_declared, item.avoidance_named = avoidance_declared, avoidance_named
    item.save(update_fields=["leader", *SAID_OF_PANEL])
    item.examiners.set(examiners)
    changes = {
        label: (before[label], new) for label, new in _panel_shown(item).items() if before[label] != new
    }
    if changes:
        sentence = f"调整了考评组：{item}"
        audit.record(batch, action="change_panel", sentence=sentence, actor=actor, at=at, changes=changes)
    return item


def _panel_shown(item: BatchItem) -> dict[str, str]:
    return {
        "考评组": f"组长{item.leader}；考评员{'、'.join(str(one) for one in item.examiners.all())}",
        "回避声明": DECLARATION if item.avoidance_declared else item.avoidance_named,
        "考评组说明": item.panel_reason,
    }


@transaction.atomic
def remove_batch_item(*, item: BatchItem, actor: User, at: datetime | None = None) -> None:
    """Take an item out of an open application.

    Raises:
        BlockedError: the application isn't open, or the item was taken out already.
    """
    batch = lock_open(item.batch)
    item = still_there(item)
    audit.record(batch, action="remove_item", sentence=f"删除了批次工种：{item}", actor=actor, at=at)
    item.delete()
