"""Sixteen batches hand in the same plan item at once: one gets it, the others read why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from batches.guards import taken
from batches.handing_in import hand_in
from batches.models import Batch, BatchItem, PlanItem
from examiners.models import Examiner
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam
from tests.rivals import behind
from workflow.audit import record, verify
from workflow.lifecycle import Step, perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RIVALS = 16
PATIENCE = 10  # seconds, where a rival broke down


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


def test_a_second_resubmission_waits_for_the_first_and_reads_why_not(
    station_user: User, management_user: User, rivals: list[Batch]
) -> None:
    """Both have their numbers from before: nothing but the plan item's lock makes the second wait."""
    at = exam.noon(exam.APPLIED_ON)

    def submit(batch: Batch) -> str:
        try:
            return str(perform(batch, "submit", actor=station_user, at=at).status)
        except BlockedError as refused:
            return str(refused)

    for batch in rivals[:2]:
        assert submit(batch) == "submitted"
        perform(batch, "return", actor=management_user, at=at, reason="请补充")
    answer = behind(lambda: submit(rivals[0]), lambda: submit(rivals[1]))
    assert "已被批次 49284901-2026-001选用，每个计划项只能选用一次" in answer
    assert BatchItem.objects.filter(taken=True).count() == 1


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


def test_a_copy_that_has_its_line_in_the_chain_does_not_lock_up_with_a_submission(
    station: Station, station_user: User, plan_item: PlanItem, panel: list[Examiner], rivals: list[Batch]
) -> None:
    """The copy holds the chain and puts the plan item into its draft; the submission takes them crosswise."""
    submitted, copy = rivals[0], exam.draft_batch(station)
    in_chain, locked = Event(), Event()

    def copy_item(batch: Batch) -> str:
        with transaction.atomic():
            record(batch, action="copy", sentence="内容复制", actor=station_user)
            in_chain.set()
            assert locked.wait(PATIENCE)
            exam.batch_item(batch, plan_item, panel)
        return "copied"

    def submit(batch: Batch) -> str:
        with transaction.atomic():
            assert in_chain.wait(PATIENCE)
            hand_in(Step(batch, station_user, exam.noon(exam.APPLIED_ON), "submit"))
            locked.set()
            record(batch, action="submit", sentence="提交", actor=station_user)
        return "submitted"

    acts = {copy.pk: copy_item, submitted.pk: submit}
    assert at_once(lambda batch: acts[batch.pk](batch), [copy, submitted]) == ["copied", "submitted"]
    assert verify() == []
