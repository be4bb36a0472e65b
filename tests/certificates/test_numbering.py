import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from certificates.numbering import next_certificate_number
from stations.models import Station
from tests.factories import exam, results
from workflow.audit import verify
from workflow.lifecycle import perform
from workflow.models import NumberSeries

CODE = "49284901"
WRITERS = 8


def take(code: str = CODE, level: int = 4, on: date = date(2026, 9, 8)) -> str:
    with transaction.atomic():
        return next_certificate_number(station_code=code, level=level, issued_on=on)


@pytest.mark.django_db
def test_a_number_is_year_station_level_and_serial() -> None:
    assert take() == "26" + CODE + "4" + "00001"
    assert len(take()) == 16


@pytest.mark.django_db
def test_serials_count_per_station_year_and_level() -> None:
    numbers = [
        take(),
        take(),
        take(level=3),
        take(code="49284902"),
        take(on=date(2026, 12, 31)),
        take(on=date(2027, 1, 1)),
        take(),
    ]
    assert numbers == [
        "2649284901400001",
        "2649284901400002",
        "2649284901300001",
        "2649284902400001",
        "2649284901400003",
        "2749284901400001",
        "2649284901400004",
    ]


@pytest.mark.django_db
def test_the_pattern_is_a_setting(settings: LazySettings) -> None:
    settings.CERTIFICATE_NUMBER_PATTERN = "JX{station_code}-{year:02d}-{level}-{serial:06d}"
    assert take() == f"JX{CODE}-26-4-000001"


@pytest.mark.django_db
def test_a_rolled_back_issue_gives_its_number_back() -> None:
    def issue_and_fail() -> None:
        with transaction.atomic():
            assert next_certificate_number(station_code=CODE, level=4, issued_on=date(2026, 9, 8)).endswith(
                "00001"
            )
            raise RuntimeError("printer on fire")

    with pytest.raises(RuntimeError, match="printer"):
        issue_and_fail()
    assert take().endswith("00001")


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        next_certificate_number(station_code=CODE, level=4, issued_on=date(2026, 9, 8))


def in_threads(*acts: threading.Thread) -> None:
    for act in acts:
        act.start()
    for act in acts:
        act.join(60)


def closing(act: Callable[..., None], *args: object) -> threading.Thread:
    """A thread that gives its database connection back."""

    def run() -> None:
        try:
            act(*args)
        finally:
            connection.close()

    return threading.Thread(target=run)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_issues_at_once_leave_no_gap_and_no_double(
    station: Station, management_user: User, centre_user: User
) -> None:
    people = {"甲": results.PASS, "乙": results.PASS}
    batches = [results.approved(station, management_user, dict(people)) for _ in range(WRITERS)]
    at = exam.noon(results.ISSUED_ON)

    def certify(batch: Batch) -> None:
        perform(batch, "certify", actor=centre_user, at=at)

    in_threads(*(closing(certify, batch) for batch in batches))
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"26{CODE}4{serial:05d}" for serial in range(1, 2 * WRITERS + 1)]
    assert verify() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_rush_gives_doubles() -> None:
    """The twin: read, wait for the others, write, as a counter without its lock does."""
    NumberSeries.objects.create(key="unlocked")
    everybody_read = threading.Barrier(WRITERS)
    taken: list[int] = []

    def take_unlocked() -> None:
        with transaction.atomic():
            series = NumberSeries.objects.get(key="unlocked")
            everybody_read.wait(30)
            series.last += 1
            series.save()
        taken.append(series.last)

    in_threads(*(closing(take_unlocked) for _ in range(WRITERS)))
    assert taken == [1] * WRITERS
