"""Two draws at one instant over the same pool: no batch is in both results."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from batches.models import Batch
from exams.models import DrawnBatch, SupervisionDraw
from exams.services import DrawRequest, draw_batches
from exams.supervised import pool
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam
from tests.factories.supervision import big_batch
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RIVALS = 4
NOON = exam.noon(date(2026, 6, 10))
HALF = DrawRequest(first_day=date(2026, 6, 10), last_day=date(2026, 12, 31), count=2)


@pytest.fixture
def four(station: Station, management_user: User) -> list[Batch]:
    return [big_batch(station, management_user, exam_date=date(2026, 9, day)) for day in (1, 2, 3, 4)]


def at_once(act: Callable[[], str]) -> list[str]:
    def alone(number: int) -> str:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(RIVALS) as threads:
        return sorted(threads.map(alone, range(RIVALS)))


def test_each_batch_is_drawn_once_and_the_late_read_that_nothing_is_left(
    four: list[Batch], management_user: User
) -> None:
    start = Barrier(RIVALS)

    def draw() -> str:
        start.wait()
        try:
            return draw_batches(request=HALF, actor=management_user, at=NOON).number
        except BlockedError as refused:
            return str(refused)[:10]

    assert at_once(draw) == ["DK2026-001", "DK2026-002", *["考试日期在 2026-"[:10]] * 2]
    results = [set(draw.drawn) for draw in SupervisionDraw.objects.order_by("number")]
    assert results[0].isdisjoint(results[1])
    assert results[0] | results[1] == {batch.number for batch in four}
    assert verify() == []


def test_without_the_lock_all_find_the_same_pool_and_meet_the_constraint(
    four: list[Batch], management_user: User
) -> None:
    """The same steps unlocked: every rival finds both that are left, and all but one meet the constraint."""
    looked = Barrier(RIVALS)
    seen: list[int] = []
    made = draw_batches(request=HALF, actor=management_user, at=NOON)

    def draw_unlocked() -> str:
        try:
            with transaction.atomic():
                found = list(pool(management_user, first_day=HALF.first_day, last_day=HALF.last_day, at=NOON))
                seen.append(len(found))
                looked.wait()
                DrawnBatch(draw=made, batch=found[0]).save()
        except IntegrityError:
            return "the constraint"
        return "drawn"

    assert at_once(draw_unlocked) == ["drawn", *["the constraint"] * (RIVALS - 1)]
    assert seen == [2] * RIVALS
