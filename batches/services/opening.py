"""Cases whose content may be changed: locked, and open."""

from collections.abc import Iterator
from typing import TypeVar

from batches.models import AnnualPlan, Batch, BatchItem, PlanItem
from ostami.problems import BlockedError, Problem, refuse_if

OpenCase = TypeVar("OpenCase", AnnualPlan, Batch)
Item = TypeVar("Item", PlanItem, BatchItem)


def not_open(case: AnnualPlan | Batch) -> Iterator[Problem]:
    """Yield a problem where the content of a plan or batch can't be changed in its status."""
    if not case.is_open:
        yield Problem(
            f"{case} 当前状态为“{case.get_status_display()}”，内容不能修改",
            remedy="只有草稿和已退回的可以修改，请刷新页面后查看办理记录",
        )


def lock_open(case: OpenCase) -> OpenCase:
    """Return the row of a case as it now stands, locked until the transaction ends.

    Raises:
        BlockedError: its content can't be changed, or can no longer; or somebody threw it away.
    """
    rows = type(case)._default_manager  # noqa: SLF001  either model's
    locked: OpenCase | None = (
        rows.select_for_update(of=("self",), no_key=True).filter(pk=case.pk).order_by("pk").first()
    )
    if locked is None:
        raise BlockedError([Problem(f"{case}已由他人删除", remedy="请返回列表")])
    refuse_if(not_open(locked))
    return locked


def still_there(item: Item) -> Item:
    """Return the row of an item as it now stands; its case is locked, so it stays so.

    Raises:
        BlockedError: somebody took it out in the meantime.
    """
    rows = type(item)._default_manager  # noqa: SLF001  either model's
    found: Item | None = rows.filter(pk=item.pk).first()
    if found is None:
        raise BlockedError([Problem(f"“{item}”已由他人删除", remedy="请返回查看办理记录")])
    return found
