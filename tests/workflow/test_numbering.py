"""Number series have neither gaps nor doubles."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from workflow.models import NumberSeries
from workflow.numbering import next_number


@pytest.mark.django_db
def test_numbers_follow_each_other_from_one_in_each_series() -> None:
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_a_rolled_back_transaction_gives_its_number_back() -> None:
    next_number("a")
    with transaction.atomic():
        assert next_number("a") == 2
        transaction.set_rollback(True)
    assert next_number("a") == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        next_number("a")


def _take(*, locked: bool) -> int:
    try:
        with transaction.atomic():
            return next_number("rush") if locked else _next_without_lock("rush")
    finally:
        connection.close()


def _next_without_lock(key: str) -> int:
    """The same steps without the lock: read, add one, write."""
    series = NumberSeries.objects.get(key=key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_sixteen_writers_at_once_need_the_lock(locked: bool) -> None:  # noqa: FBT001  # the two twins
    NumberSeries.objects.create(key="rush")
    with ThreadPoolExecutor(16) as writers:
        taken = list(writers.map(lambda _: _take(locked=locked), range(16)))
    assert (sorted(taken) == list(range(1, 17))) is locked
