"""The list of batches: its filters, and until when each row waits."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, CandidateType
from stations.models import ScopeGrant, Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
QUERIES_OF_STAFF = 9  # session, person, years, provinces, stations, count, rows, items, special days


@pytest.fixture
def batches(clock_at: Frozen, station: Station, management_user: User, grant: ScopeGrant) -> list[Batch]:
    """An approved batch of September, one of October that waits, and a draft of November."""
    planned: list[dict[str, object]] = [{"headcount": 10 + number} for number in range(3)]
    items = exam.approved_plan(station, management_user, *planned).items.all()
    days = (date(2026, 9, 1), date(2026, 10, 8), date(2026, 11, 2))
    types = (CandidateType.STUDENT, CandidateType.SOCIAL, CandidateType.STUDENT)
    one, two, three = (
        exam.draft_batch(station, item, exam_date=day, candidate_type=kind)
        for item, day, kind in zip(items, days, types, strict=True)
    )
    one = perform(submit(one), "approve", actor=management_user, at=exam.noon(exam.APPLIED_ON))
    return [one, submit(two), three]


def submit(batch: Batch) -> Batch:
    login = batch.station.organisation.users.get()
    return perform(batch, "submit", actor=login, at=exam.noon(exam.APPLIED_ON))


@pytest.fixture
def found(login: Login, station_user: User) -> "Found":
    return Found(login, station_user)


class Found:
    """What the station's list shows for a query."""

    def __init__(self, login: Login, user: User) -> None:
        self.login, self.user = login, user

    def __call__(self, query: str) -> set[Batch]:
        return set(self.login(self.user).get(f"/batches/?{query}").context["object_list"])


def test_each_filter_narrows_the_list(found: Found, batches: list[Batch]) -> None:
    approved, waiting, draft = batches
    assert found("") == set(batches)
    assert found("candidate_type=social") == {waiting}
    assert found("scheme=ability") == set(batches)
    assert found("scheme=skill_level") == set()
    assert found("held_from=2026-10-08") == {waiting, draft}
    assert found("held_to=2026-10-08") == {approved, waiting}
    assert found("held_from=2026-09-02&held_to=2026-10-07") == set()


def test_lapsed_is_a_state_of_its_own(found: Found, batches: list[Batch], clock_at: Frozen) -> None:
    approved = batches[0]
    closes = approved.enrolment_closes_at
    clock_at.move_to(closes - timedelta(seconds=1))
    assert (found("status=approved"), found("status=lapsed")) == ({approved}, set())
    clock_at.move_to(closes)
    assert (found("status=approved"), found("status=lapsed")) == (set(), {approved})


def test_late_ones_are_those_whose_row_says_so(
    login: Login, management_user: User, found: Found, batches: list[Batch], clock_at: Frozen
) -> None:
    """Handed in on Monday 1 June with five working days: due on the 8th, late from the 9th on."""
    waiting = batches[1]
    for day, late in ((8, False), (9, True), (12, True)):
        clock_at.move_to(exam.noon(date(2026, 6, day)))
        assert found("late=on") == ({waiting} if late else set())
        page = login(management_user).get("/batches/").text
        assert "管理站待办至 2026-06-08" in page
        assert ("已超期" in page) is late


def test_a_date_that_is_none_is_named_and_filters_nothing(
    login: Login, station_user: User, batches: list[Batch]
) -> None:
    answer = login(station_user).get("/batches/?held_from=2026-02-30&province=江苏省")
    assert "考试日期从：日期格式为 年-月-日，如 2026-09-01，未按它筛选。" in answer.text
    assert set(answer.context["object_list"]) == set(batches)


def test_provinces_are_for_who_sees_several(
    login: Login, station: Station, station_user: User, management_user: User, batches: list[Batch]
) -> None:
    station.organisation.province = "江苏省"
    station.organisation.save()
    assert 'name="province"' not in login(station_user).get("/batches/").text
    client = login(management_user)
    assert set(client.get("/batches/?province=江苏省").context["object_list"]) == set(batches[:2])
    other = client.get("/batches/?province=云南省")
    assert "未按它筛选" in other.text


def test_more_conditions_stand_open_while_one_is_asked(
    login: Login, station_user: User, batches: list[Batch]
) -> None:
    client = login(station_user)
    assert "<details>" in client.get("/batches/?status=draft").text
    assert "<details open>" in client.get("/batches/?scheme=ability").text


def test_turns_cost_no_query_a_row(
    login: Login,
    station: Station,
    management_user: User,
    batches: list[Batch],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = login(management_user)
    with django_assert_num_queries(QUERIES_OF_STAFF):
        assert len(client.get("/batches/").context["rows"]) == 2
    more = exam.approved_plan(station, management_user, *({} for _ in range(3)), year=2027)
    for item in more.items.all():
        submit(exam.draft_batch(station, item))
    with django_assert_num_queries(QUERIES_OF_STAFF):
        assert len(client.get("/batches/").context["rows"]) == 5
