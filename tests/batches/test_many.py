"""Ten thousand batches, some 1 500 of them under way: pages cost as many queries, and little time."""

from datetime import date, timedelta
from time import process_time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from batches.models import AnnualPlan, Batch, BatchItem, PlanItem
from examiners.models import Examiner
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

SOME, MANY = 30, 10_000
# The portal's day is 2026-06-01: the first thirty are held from then on, the others from 2024 to 2027.
FIRST, EARLIER, DAYS = date(2026, 6, 1), date(2024, 1, 1), 1250
UNDER_WAY = ("submitted", "approved", "roster_submitted", "returned")
OVER = ("certified", "archived", "cancelled", "withdrawn", "certified")
HOLDING = {"submitted", "approved", "roster_submitted", "certified", "archived", "cancelled"}
PAGES = ("list", "plans", "calendar", "waiting", "date_changes")
# Of work; beside a busy core the slowest page takes a quarter of it.
SECONDS_AT_MOST = 1


def fill(stations: list[Station], trade: Trade, leader: Examiner, *, first: int, last: int) -> None:
    """Make batches, by turns of the stations, each with a plan item; and a plan for every tenth."""
    numbers = range(first, last)
    plans = [
        AnnualPlan(
            station=stations[number % 2],
            year=2026,
            supplement=number,
            status="approved" if number > SOME else "submitted",
            submitted_at=exam.noon(exam.APPLIED_ON),
        )
        for number in numbers
        if number % 10 < 2
    ]
    AnnualPlan.objects.bulk_create(plans)
    plan_of = dict(zip((0, 1), plans, strict=False))
    items = PlanItem.objects.bulk_create(
        PlanItem(plan=plan_of[number % 2], trade=trade, level=4, headcount=30, month=9) for number in numbers
    )
    batches = Batch.objects.bulk_create(_batch(stations[number % 2], number) for number in numbers)
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, plan_item=item, leader=leader, taken=batch.status in HOLDING)
        for batch, item in zip(batches, items, strict=True)
    )


def _batch(station: Station, number: int) -> Batch:
    day = FIRST + timedelta(days=number)
    if number >= SOME:
        day = EARLIER + timedelta(days=number * 37 % DAYS)
    # Of the exams ahead every second was given up.
    statuses = UNDER_WAY if day >= FIRST and number // 2 % 2 == 0 else OVER
    return Batch(
        station=station,
        number=f"{station.code}-{number}",
        status=statuses[number // 4 % len(statuses)],
        candidate_type="student",
        applied_on=min(day, FIRST),
        waiting_since=exam.noon(exam.APPLIED_ON) - timedelta(minutes=number),
        exam_date=day,
        place="实训楼 101",
    )


def measured(client: Client, address: str) -> tuple[int, float]:
    """Return a page's queries, and its seconds of work, which programs beside it don't add to."""
    seconds = []
    for _ in range(3):
        begun = process_time()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        seconds.append(process_time() - begun)
    return len(queries), min(seconds)


@pytest.mark.parametrize("who", ["station", "management"])
def test_pages_of_ten_thousand_batches(
    login: Login,
    station: Station,
    other_station: Station,
    station_user: User,
    management_user: User,
    turning: Trade,
    who: str,
) -> None:
    user = station_user if who == "station" else management_user
    client, leader = login(user), exam.examiner(station, "陈考评", turning)
    addresses = {page: reverse(f"batches:{page}") for page in PAGES if page != "waiting" or who != "station"}
    stations = [station, other_station]
    fill(stations, turning, leader, first=0, last=SOME)
    few = {page: measured(client, address) for page, address in addresses.items()}
    fill(stations, turning, leader, first=SOME, last=MANY)
    many = {page: measured(client, address) for page, address in addresses.items()}
    assert Batch.objects.count() == MANY
    assert Batch.objects.filter(status__in=UNDER_WAY).count() > SOME * 40
    assert {page: queries for page, (queries, _) in many.items()} == {
        page: queries for page, (queries, _) in few.items()
    }
    slow = {page: round(seconds, 2) for page, (_, seconds) in many.items() if seconds > SECONDS_AT_MOST}
    assert slow == {}
