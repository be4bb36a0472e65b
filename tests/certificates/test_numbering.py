import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection, transaction

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from certificates.numbering import next_certificate_number
from stations.models import Station
from tests.factories import exam, people, results
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
    passed = {"甲": results.PASS, "乙": results.PASS}
    batches = [results.approved(station, management_user, dict(passed)) for _ in range(WRITERS)]
    at = exam.noon(results.ISSUED_ON)

    def certify(batch: Batch) -> None:
        perform(batch, "certify", actor=centre_user, at=at)

    in_threads(*(closing(certify, batch) for batch in batches))
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"26{CODE}4{serial:05d}" for serial in range(1, 2 * WRITERS + 1)]
    assert verify() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_batches_that_take_the_same_series_in_other_orders_wait_for_each_other(
    station: Station, management_user: User, centre_user: User
) -> None:
    """Half of them come to level 4 first, half to level 3: without the station's lock they wait crosswise."""
    batches = [two_levels(station, management_user, first=4 - turn % 2) for turn in range(WRITERS)]
    faults: list[Exception] = []

    def certify(batch: Batch) -> None:
        try:
            perform(batch, "certify", actor=centre_user, at=exam.noon(results.ISSUED_ON))
        except OperationalError as fault:
            faults.append(fault)

    in_threads(*(closing(certify, batch) for batch in batches))
    assert faults == []
    assert Certificate.objects.count() == 2 * WRITERS


def two_levels(station: Station, management: User, *, first: int) -> Batch:
    """A batch of two people with approved results: one of level `first`, then one of the other."""
    trade = exam.trade()
    if not station.grants.exists():
        exam.scope(station, trade, "54321")
    plan = station.plans.first() or exam.approved_plan(station, management, {"trade": trade})
    items = [exam.plan_item(plan, trade=trade, level=level) for level in (first, 7 - first)]
    batch = exam.approved_batch(station, management, *items)
    for item in batch.items.order_by("pk"):
        exam.accepted_enrolment(item, people.candidate(f"考生{'甲乙'[item.level == first]}"))
    login = station.organisation.users.get()
    batch = perform(batch, "submit_roster", actor=login, at=exam.noon(date(2026, 8, 10)))
    return exam.with_results(batch, results.PASS, results.PASS, management=management)


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
