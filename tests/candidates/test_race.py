"""Candidates press the button for the last place at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from batches.models import BatchItem
from candidates.models import Enrolment, EnrolmentStatus
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.test_choosing import fill
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
FULL = "“数控车工 四级/中级工”已报满 99 人"
NAMES = ("林小禾", "钱多多", "孙晓", "周正")


def submit(enrolment: Enrolment) -> str:
    try:
        perform(enrolment, "submit", actor=enrolment.candidate.user, at=NOON)
    except BlockedError as blocked:
        return blocked.problems[0].text
    return "in"


def rivals_for_the_last_place(item: BatchItem, number: int) -> list[Enrolment]:
    fill(item, 98)
    return [exam.draft_enrolment(item, people.candidate(name)) for name in NAMES[:number]]


def test_in_a_rush_the_last_place_goes_to_exactly_one(item: BatchItem) -> None:
    rivals = rivals_for_the_last_place(item, 4)
    start = Barrier(len(rivals))

    def rush(enrolment: Enrolment) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return submit(enrolment)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rivals)) as threads:
        answers = sorted(threads.map(rush, rivals))
    assert answers == ["in", FULL, FULL, FULL]
    assert Enrolment.objects.filter(batch_item=item).counted().count() == 99
    assert Enrolment.objects.filter(status=EnrolmentStatus.DRAFT).count() == 3


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_who_comes_second_waits_for_the_first_and_then_finds_it_full(item: BatchItem) -> None:
    """The first stands between its check and its commit while the second presses the button."""
    first, second = rivals_for_the_last_place(item, 2)
    never = Event()

    def late() -> str:
        try:
            return submit(second)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            assert submit(first) == "in"
            answer = threads.submit(late)
            for _ in range(1000):
                if answer.done() or somebody_waits_for_a_lock():
                    break
                never.wait(0.01)
            assert not answer.done(), "the second did not wait"
        assert answer.result(timeout=30) == FULL
    assert Enrolment.objects.filter(batch_item=item).counted().count() == 99
