"""Sixteen batches hand in the same plan item at once: one gets it, the others read why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from batches.guards import taken
from batches.models import Batch, BatchItem, PlanItem
from examiners.models import Examiner
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RIVALS = 16


@pytest.fixture
def rivals(station: Station, plan_item: PlanItem, panel: list[Examiner]) -> list[Batch]:
    drafts = [exam.draft_batch(station) for _ in range(RIVALS)]
    for draft in drafts:
        exam.batch_item(draft, plan_item, panel)
    return drafts


def at_once(act: Callable[[Batch], str], batches: list[Batch]) -> list[str]:
    def alone(batch: Batch) -> str:
        try:
            return act(batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(batches)) as threads:
        return list(threads.map(alone, batches))


def test_one_of_sixteen_gets_the_plan_item(station_user: User, rivals: list[Batch]) -> None:
    start = Barrier(RIVALS)

    def hand_in(batch: Batch) -> str:
        start.wait()
        try:
            return str(perform(batch, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON)).number)
        except BlockedError as refused:
            return str(refused)

    answers = at_once(hand_in, rivals)
    won = [answer for answer in answers if answer == "49284901-2026-001"]
    lost = [answer for answer in answers if answer not in won]
    assert len(won) == 1
    refused = (
        "计划项“数控车工 四级/中级工 30 人（9 月）”已被批次 49284901-2026-001选用，每个计划项只能选用一次"
        "（服务指南 4.5.1-1）。请另选计划项，或提交补充计划。"
    )
    assert lost == [refused] * (RIVALS - 1)
    assert Batch.objects.filter(status="submitted").count() == 1
    assert BatchItem.objects.filter(taken=True).count() == 1
    assert Batch.objects.filter(number__isnull=False).count() == 1
    assert verify() == []


def test_without_the_lock_all_would_pass_the_check_and_fail_at_the_constraint(
    plan_item: PlanItem, rivals: list[Batch]
) -> None:
    """The same steps unlocked: every rival finds the item free, and fifteen meet the constraint instead."""
    checked = Barrier(RIVALS)

    def take_unlocked(batch: Batch) -> str:
        try:
            with transaction.atomic():
                found = list(taken([plan_item], but_for=batch))
                checked.wait()
                batch.items.update(taken=True)
        except IntegrityError:
            return f"{len(found)} problems, then the constraint"
        return f"{len(found)} problems, taken"

    answers = sorted(at_once(take_unlocked, rivals))
    assert answers == ["0 problems, taken"] + ["0 problems, then the constraint"] * (RIVALS - 1)
