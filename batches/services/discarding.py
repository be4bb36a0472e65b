"""Throwing away an application that was never handed in."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import Batch
from batches.services.opening import lock_open
from ostami.problems import Problem, refuse_if
from workflow import audit


def handed_in_before(batch: Batch) -> Iterator[Problem]:
    """Yield a problem where a batch has a number: it was handed in, and stays on record."""
    if batch.number:
        yield Problem(
            f"{batch} 曾经提交，不能删除", remedy="不再办理的，请点击“撤回批次申请”，所用计划项随之退还"
        )


@transaction.atomic
def discard_batch(*, batch: Batch, actor: User, at: datetime | None = None) -> None:
    """Throw a draft away with its items; they held no plan item.

    Raises:
        BlockedError: it was handed in once, or isn't open.
    """
    row = lock_open(batch)
    refuse_if(handed_in_before(row))
    audit.record(row, action="discard", sentence="删除了未提交的批次申请", actor=actor, at=at)
    row.delete()
