"""The pages of a change of date: queue, request with both calendars, decision."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch, DateChange, PlanItem
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.batches.moving import REASON, ask, instant, moved
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

AT = instant(8, 10)
LATER = date(2026, 9, 20)


@pytest.fixture(autouse=True)
def _in_august(clock_at: Frozen) -> None:
    clock_at.move_to(AT)


@pytest.fixture
def announced(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    """Approved, exam on 2026-09-01, no roster."""
    return exam.approved_batch(station, management_user, plan_item)


@pytest.fixture
def form(announced: Batch) -> str:
    return f"/batches/{announced.pk}/date-change/"


def test_the_form_names_the_rule_and_the_earliest_date(form: str, login: Login, station_user: User) -> None:
    page = login(station_user).get(form).text
    assert "每个批次的考试日期只能调整一次" in page
    assert "今天批准，最早可调整到 2026-08-21" in page
    assert 'min="2026-08-21"' in page


def test_looking_shows_both_calendars_and_stores_nothing(form: str, login: Login, station_user: User) -> None:
    answer = login(station_user).post(form, {"new_date": "2026-09-20", "look": "1"})
    assert answer.status_code == 200
    assert "2026-08-21 24:00" in answer.text
    assert "2026-09-09 24:00" in answer.text
    assert "2026-09-10 00:00 至 2026-09-20 24:00" in answer.text
    assert 'value="2026-09-20"' in answer.text
    assert "请填写调整原因" not in answer.text
    assert not DateChange.objects.exists()


def test_looking_at_a_date_that_cannot_be_says_why(form: str, login: Login, station_user: User) -> None:
    answer = login(station_user).post(form, {"new_date": "2026-08-20", "reason": "", "look": "1"})
    assert answer.status_code == 200
    assert "新的考试日期 2026-08-20 太近" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"new_date": "2026-08-20", "reason": REASON}, "请选择 2026-08-21 或以后的日期"),
        ({"new_date": "2026-09-01", "reason": REASON}, "新的考试日期与原日期 2026-09-01 相同"),
        ({"new_date": "2026-09-20", "reason": " "}, "请填写调整原因。"),
        ({"new_date": "九月", "reason": REASON}, "日期格式为 年-月-日"),
        ({"new_date": "", "reason": REASON}, "请选择调整后的考试日期。"),
    ],
)
def test_a_refused_request_keeps_what_was_typed(
    form: str, login: Login, station_user: User, typed: dict[str, str], said: str
) -> None:
    answer = login(station_user).post(form, typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["reason"].strip() in answer.text
    assert not DateChange.objects.exists()


def test_a_request_goes_to_its_page_and_into_the_queue(
    form: str, announced: Batch, login: Login, station_user: User, management_user: User
) -> None:
    answer = login(station_user).post(form, {"new_date": "2026-09-20", "reason": REASON}, follow=True)
    change = announced.date_changes.get()
    assert answer.redirect_chain == [(change.get_absolute_url(), 302)]
    assert "调整申请已提交" in answer.text
    assert REASON in answer.text
    queue = login(management_user).get("/batches/date-changes/").text
    assert change.get_absolute_url() in queue
    assert "2026-09-01 → 2026-09-20" in queue


def test_a_second_request_leads_back_with_the_dates_of_the_first(
    form: str, announced: Batch, login: Login, station_user: User, management_user: User
) -> None:
    moved(announced, LATER, by=management_user, at=AT)
    answer = login(station_user).get(form, follow=True)
    assert answer.redirect_chain == [(announced.get_absolute_url(), 302)]
    assert "已于 2026-08-10 由 2026-09-01 调整为 2026-09-20，每个批次只能调整一次" in answer.text
    answer = login(station_user).post(form, {"new_date": "2026-10-01", "reason": REASON})
    assert answer.status_code == 422
    assert "每个批次只能调整一次" in answer.text


def test_management_decides_with_both_calendars_before_its_eyes(
    announced: Batch, login: Login, management_user: User
) -> None:
    change = ask(announced, LATER, at=AT)
    page = login(management_user).get(change.get_absolute_url()).text
    assert f'{change.get_absolute_url()}approve/"' in page
    asked = login(management_user).get(f"{change.get_absolute_url()}approve/").text
    assert "2026-09-09 24:00" in asked
    assert REASON in asked
    answer = login(management_user).post(f"{change.get_absolute_url()}approve/", {"reason": "同意"})
    assert answer.status_code == 302
    announced.refresh_from_db()
    assert announced.exam_date == LATER


def test_the_queue_shows_what_waits_first_the_oldest_on_top(
    station: Station, plan_item: PlanItem, second_item: PlanItem, management_user: User, login: Login
) -> None:
    first = exam.approved_batch(station, management_user, plan_item)
    second = exam.approved_batch(station, management_user, second_item)
    decided = ask(first, LATER, at=instant(8, 1))
    perform(decided, "refuse", actor=management_user, at=instant(8, 2), reason="冲突")
    younger, older = ask(first, LATER, at=instant(8, 9)), ask(second, LATER, at=instant(8, 8))
    page = login(management_user).get("/batches/date-changes/")
    assert list(page.context["object_list"]) == [older, younger, decided]
    page = login(management_user).get("/batches/date-changes/?status=refused")
    assert list(page.context["object_list"]) == [decided]
    assert "没有这个状态" in login(management_user).get("/batches/date-changes/?status=none").text


def test_a_withdrawn_request_stands_among_the_decided_by_its_own_instant(
    station: Station, plan_item: PlanItem, management_user: User, station_user: User, login: Login
) -> None:
    batch = exam.approved_batch(station, management_user, plan_item)
    taken_back = ask(batch, LATER, at=instant(8, 1))
    perform(taken_back, "withdraw", actor=station_user, at=instant(8, 1))
    refused = ask(batch, LATER, at=instant(8, 2))
    perform(refused, "refuse", actor=management_user, at=instant(8, 3), reason="冲突")
    page = login(management_user).get("/batches/date-changes/")
    assert list(page.context["object_list"]) == [refused, taken_back]


def test_another_station_finds_nothing(
    form: str, announced: Batch, login: Login, other_station_user: User
) -> None:
    change = ask(announced, LATER, at=AT)
    client = login(other_station_user)
    assert client.get(form).status_code == 404
    assert client.get(change.get_absolute_url()).status_code == 404
    assert "考试日期调整" in client.get("/batches/date-changes/").text
    assert change.get_absolute_url() not in client.get("/batches/date-changes/").text


def test_the_list_grows_without_growing_queries(
    station: Station,
    plan_item: PlanItem,
    second_item: PlanItem,
    management_user: User,
    login: Login,
) -> None:
    ask(exam.approved_batch(station, management_user, plan_item), LATER, at=AT)
    client = login(management_user)
    one = queries(client)
    ask(exam.approved_batch(station, management_user, second_item), LATER, at=AT)
    assert queries(client) == one


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get("/batches/date-changes/")
    return len(seen)
