import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ostami.clock import set_practice_day
from stations.loading import load_stations
from stations.models import LicenceState, Station
from stations.rows import read_rows
from tests.conftest import Login
from tests.factories import exam
from tests.factories.catalog import TradeFactory
from tests.stations.test_loading import FILE
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(db: None) -> None:
    """The 43 stations of the guide."""
    load_stations(rows=read_rows(FILE))


def listed(client: Client, **query: str) -> str:
    answer = client.get("/stations/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def total(html: str) -> int:
    found = re.search(r"共 (\d+) 条", html)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 43),
        ({"q": "299"}, 1),
        ({"q": "２９９"}, 1),
        ({"q": "职教 299 考试站"}, 1),
        ({"q": "49284299"}, 1),
        ({"q": "重庆市云阳"}, 1),
        ({"q": "苏州"}, 3),
        ({"province": "江苏省"}, 14),
        ({"province": "江苏省", "q": "常州"}, 3),
        ({"trade": "数控车工"}, 0),
        ({"q": "火箭"}, 0),
    ],
)
def test_anybody_finds_stations(registry: None, client: Client, query: dict[str, str], count: int) -> None:
    assert total(listed(client, **query)) == count


def test_stations_are_found_by_the_trades_they_may_evaluate(
    station: Station, other_station: Station, client: Client
) -> None:
    turning, milling = TradeFactory.create(name="数控车工"), TradeFactory.create(name="数控铣工")
    exam.scope(station, turning)
    exam.scope(other_station, milling)
    gone = exam.scope(other_station, turning)
    gone.withdrawn_on = date(2026, 1, 1)
    gone.save()
    for word in ("数控车工", "skcg", turning.code):
        html = listed(client, trade=word)
        assert (str(station) in html, str(other_station) in html) == (True, False)
    assert total(listed(client, trade="数控")) == 2


def test_twenty_stations_make_a_page_and_filters_stay_in_the_address(registry: None, client: Client) -> None:
    html = listed(client)
    assert html.count('data-label="机构编码"') == 20
    assert "page=2" in html
    assert "49284242" in html
    assert listed(client, page="3").count('data-label="机构编码"') == 3


def test_an_unknown_province_is_named_and_passed_over(registry: None, client: Client) -> None:
    html = listed(client, province="月球")
    assert "没有省份“月球”的考试站，未按它筛选" in html
    assert total(html) == 43


def test_an_empty_result_says_what_to_do(registry: None, client: Client) -> None:
    html = listed(client, q="火箭")
    assert "没有符合条件的考试站" in html
    assert 'value="火箭"' in html


def test_closed_stations_leave_the_list_and_suspended_ones_are_marked(
    station: Station, other_station: Station, management_user: User, client: Client
) -> None:
    perform(station, "close", actor=management_user, reason="学校停办")
    perform(other_station, "suspend", actor=management_user, reason="整改")
    html = listed(client)
    assert str(station) not in html
    assert "暂停" in html
    assert "已关闭" in client.get(station.get_absolute_url()).content.decode()


def test_the_list_costs_the_same_at_one_and_three_stations(
    station: Station, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    exam.scope(station, exam.trade())
    with django_assert_num_queries(3):
        assert total(listed(client)) == 1
    load_stations(rows=read_rows(FILE)[:2])
    with django_assert_num_queries(3):
        assert total(listed(client)) == 3


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 12, 31), LicenceState.AHEAD),
        (date(2026, 1, 1), LicenceState.VALID),
        (date(2028, 12, 31), LicenceState.VALID),
        (date(2029, 1, 1), LicenceState.EXPIRED),
    ],
)
def test_a_licence_holds_from_its_first_to_its_last_day(
    station: Station, client: Client, day: date, state: LicenceState
) -> None:
    assert station.licence_state_on(day) is LicenceState.UNKNOWN
    station.valid_from, station.valid_to = date(2026, 1, 1), date(2028, 12, 31)
    station.save()
    assert station.licence_state_on(day) is state
    set_practice_day(day)
    assert (
        f"2026-01-01 至 2028-12-31（{state.label}）"
        in client.get(station.get_absolute_url()).content.decode()
    )


def test_the_public_page_shows_host_licence_and_scope_by_occupation(station: Station, client: Client) -> None:
    exam.scope(station, exam.trade(), "543")
    exam.scope(station, exam.trade("普通车工", code="JX04-05-01-02"), "5")
    html = client.get(station.get_absolute_url()).content.decode()
    for text in (
        "49284901",
        "练习学校49284901",
        "江苏省",
        "待登记",
        "JX04-05-01-01 数控车工",
        "五级/初级工、四级/中级工、三级/高级工",
        "JX04-05-01-02 普通车工",
    ):
        assert text in html
    assert html.count("JX04-05-01 车工") == 1


def test_people_contact_history_and_acts_are_for_insiders(
    station: Station, station_user: User, other_station_user: User, management_user: User, client: Client
) -> None:
    exam.scope(station, exam.trade())
    Station.objects.filter(pk=station.pk).update(legal_representative="周校长")
    inside = ("周校长", "49284901@example.invalid", "办理记录", "考评员名册")
    acts = ("scope/new/", "withdraw/", "first-password/")

    def shown(words: tuple[str, ...]) -> list[bool]:
        html = client.get(station.get_absolute_url()).content.decode()
        return [word in html for word in words]

    assert not any(shown(inside + acts))
    client.force_login(other_station_user)
    assert not any(shown(inside + acts))
    client.force_login(station_user)
    assert all(shown(inside))
    assert not any(shown(acts))
    client.force_login(management_user)
    assert all(shown(inside + acts))


def test_an_empty_scope_says_what_to_do(
    station: Station, station_user: User, management_user: User, login: Login, client: Client
) -> None:
    address = station.get_absolute_url()
    assert "评价范围尚待登记" in client.get(address).content.decode()
    assert "请联系管理站登记" in login(station_user).get(address).content.decode()
    assert "请点击“授予评价范围”" in login(management_user).get(address).content.decode()


def test_a_code_that_does_not_exist_is_not_found(client: Client, db: None) -> None:
    assert client.get("/stations/49999999/").status_code == 404
