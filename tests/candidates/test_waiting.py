"""The list of whoever waits for a station's review, across its batches."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch, BatchItem
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.candidates.reviews import stamped, submitted
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
LIST = "/candidates/waiting/"


@pytest.fixture
def sooner(station: Station, management_user: User, item: BatchItem) -> Batch:
    """A second batch, whose exam comes a week before the first one's."""
    plan = exam.approved_plan(station, management_user, {"trade": item.trade}, year=2027)
    return exam.approved_batch(station, management_user, plan.items.get(), exam_date=date(2026, 8, 25))


def names(response: object) -> list[str]:
    return [enrolment.candidate.name for enrolment, _ in response.context["rows"]]  # type: ignore[attr-defined]


def test_the_nearest_deadline_comes_first(
    login: Login, item: BatchItem, sooner: Batch, station_user: User
) -> None:
    for name in ("林小禾", "孙晓"):
        stamped(item, name)
    stamped(sooner.items.get(), "钱多多")
    shown = login(station_user).get(LIST)
    assert names(shown) == ["钱多多", "林小禾", "孙晓"]
    assert [(batch, people) for batch, people, _ in shown.context["batches"]] == [
        (sooner, 1),
        (item.batch, 2),
    ]
    assert f"/candidates/roster/{sooner.pk}/accept/" in shown.text


def test_only_what_can_still_be_decided_waits(
    login: Login, item: BatchItem, station_user: User, clock_at: Frozen
) -> None:
    enrolment = stamped(item, "林小禾")
    stamped(item, "孙晓")
    perform(enrolment, "accept", actor=station_user)
    assert names(login(station_user).get(LIST)) == ["孙晓"]
    clock_at.move_to(item.batch.enrolment_closes_at)
    assert names(login(station_user).get(LIST)) == []


def test_filters_narrow_the_list(login: Login, item: BatchItem, sooner: Batch, station_user: User) -> None:
    stamped(item, "林小禾", class_name="数控 2301")
    stamped(sooner.items.get(), "钱多多", class_name="数控 2302")
    submitted(item, "孙晓")
    client = login(station_user)
    assert names(client.get(LIST, {"batch": sooner.pk})) == ["钱多多"]
    assert names(client.get(LIST, {"q": "2301"})) == ["林小禾"]
    assert names(client.get(LIST, {"status": "submitted"})) == ["孙晓"]
    odd = client.get(LIST, {"batch": "999999", "size": "50"})
    assert "没有“999999”这个批次，未按它筛选" in odd.text
    assert names(odd) == ["钱多多", "林小禾"]
    assert "没有符合条件的考生" in client.get(LIST, {"q": "没有这个人"}).text


def test_pages_have_the_size_asked_for(login: Login, item: BatchItem, station_user: User) -> None:
    for number in range(21):
        stamped(item, f"考生{number}")
    client = login(station_user)
    assert len(names(client.get(LIST))) == 20
    assert len(names(client.get(LIST, {"page": 2}))) == 1
    assert len(names(client.get(LIST, {"size": 50}))) == 21


def test_it_is_the_stations_own(
    login: Login, item: BatchItem, other_station_user: User, management_user: User
) -> None:
    enrolment = stamped(item, "林小禾")
    assert names(login(other_station_user).get(LIST)) == []
    assert login(management_user).get(LIST).status_code == 403
    assert login(enrolment.candidate.user).get(LIST).status_code == 403


def test_an_empty_list_says_so(login: Login, station_user: User) -> None:
    assert "没有等待审核的报名" in login(station_user).get(LIST).text


def test_thirty_rows_cost_as_many_queries_as_one(login: Login, item: BatchItem, station_user: User) -> None:
    client = login(station_user)
    stamped(item, "林小禾")
    client.get(LIST, {"size": 50})
    with CaptureQueriesContext(connection) as alone:
        client.get(LIST, {"size": 50})
    for number in range(29):
        stamped(item, f"考生{number}")
    with CaptureQueriesContext(connection) as thirty:
        client.get(LIST, {"size": 50})
    assert len(thirty) == len(alone)
