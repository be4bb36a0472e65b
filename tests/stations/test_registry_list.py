"""The staff's list of stations, and its export."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import OrganisationKind, User
from ostami.clock import set_practice_day
from stations.columns import COLUMNS
from stations.licence_days import LicenceChoice, licence_condition
from stations.loading import load_stations
from stations.models import AnnualReview, LicenceState, Station
from stations.rows import read_rows
from tests.conftest import Login
from tests.documents.reading import first_tab
from tests.factories import exam, people
from tests.stations.test_loading import FILE
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LIST = "/stations/manage/"
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today() -> None:
    set_practice_day(TODAY)


@pytest.fixture
def staff(management_user: User, client: Client) -> Client:
    client.force_login(management_user)
    return client


def licensed(station: Station, *, left: int) -> Station:
    station.valid_from, station.valid_to = date(2020, 1, 1), TODAY + timedelta(days=left)
    station.save()
    return station


def codes(client: Client, **query: Any) -> list[str]:
    html = client.get(LIST, query).content.decode()
    return re.findall(r'data-label="机构编码"><span>(\d{8})', html)


# --- filters ---


def test_filters_narrow_the_list_and_stay_in_the_address(
    station: Station, other_station: Station, management_user: User, staff: Client
) -> None:
    exam.scope(station, exam.trade())
    perform(other_station, "suspend", actor=management_user, reason="整改")
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    mine, other = [station.code], [other_station.code]
    assert codes(staff) == mine + other
    assert codes(staff, q="901") == codes(staff, trade="数控车工") == codes(staff, status="active") == mine
    assert codes(staff, province="浙江省") == codes(staff, status="suspended") == other
    assert codes(staff, province="浙江省", q="901") == []
    html = staff.get(LIST, {"q": "90", "status": "active"}).content.decode()
    assert 'value="90"' in html
    assert '<option value="active" selected>' in html
    assert "共 1 条" in html


def test_a_filter_that_does_not_exist_is_named_and_passed_over(station: Station, staff: Client) -> None:
    html = staff.get(LIST, {"province": "月球", "sort": "moon", "size": "7"}).content.decode()
    assert "没有“月球”这个省份，未按它筛选" in html
    assert station.code in html


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (91, {"valid"}),
        (90, {"valid", "soon"}),
        (31, {"valid", "soon"}),
        (30, {"valid", "soon", "very_soon"}),
        (0, {"valid", "soon", "very_soon"}),
        (-1, {"expired"}),
    ],
)
def test_licences_are_found_by_the_days_they_have_left(
    station: Station, staff: Client, left: int, wanted: set[str]
) -> None:
    licensed(station, left=left)
    assert {choice for choice in LicenceChoice.values if codes(staff, licence=choice)} == wanted


SHIFTS = (-1, 0, 1)
BOTH_OR_NEITHER = [(None, None), *((first, last) for first in SHIFTS for last in SHIFTS if first <= last)]


@pytest.mark.parametrize(("first", "last"), BOTH_OR_NEITHER)
def test_the_filter_and_the_word_agree_on_every_licence(
    station: Station, first: int | None, last: int | None
) -> None:
    days = [None if shift is None else TODAY + timedelta(days=shift) for shift in (first, last)]
    station.valid_from, station.valid_to = days
    station.save()
    found = {
        state
        for state in LicenceState
        if Station.objects.filter(licence_condition(LicenceChoice(state.value), on=TODAY)).exists()
    }
    assert found == {station.licence_state_on(TODAY)}


def test_stations_are_found_by_their_last_years_review(
    station: Station, other_station: Station, station_user: User, staff: Client
) -> None:
    Station.objects.update(registered_on=date(2025, 12, 31))
    AnnualReview.objects.create(station=station, year=2025, self_assessment="良好")
    assert codes(staff, review="not_started") == []
    assert codes(staff, review="blocking") == [station.code, other_station.code]
    set_practice_day(date(2026, 3, 31))
    assert (codes(staff, review="not_started"), codes(staff, review="filling")) == (
        [other_station.code],
        [station.code],
    )
    html = staff.get(LIST, {"columns": ["review"]}).content.decode()
    assert ("填写中</span>" in html, "未开始</span>" in html) == (True, True)


# --- order, columns, pages ---


def test_a_click_on_a_head_sorts_up_then_down_and_the_unknown_stands_last(
    station: Station, other_station: Station, staff: Client
) -> None:
    licensed(other_station, left=5)
    third = Station.objects.create(
        organisation=people.organisation(
            OrganisationKind.STATION,
            "机械行业职业能力评价职教903考试站",
            "49284903",
            parent=station.organisation.parent,
        ),
        host_organization="练习学校",
    )
    licensed(third, left=9)
    assert codes(staff, sort="valid_to") == ["49284902", "49284903", "49284901"]
    assert codes(staff, sort="-valid_to") == ["49284903", "49284902", "49284901"]
    assert codes(staff, sort="-code") == ["49284903", "49284902", "49284901"]
    html = staff.get(LIST, {"sort": "valid_to"}).content.decode()
    assert 'aria-sort="ascending"' in html
    assert "sort=-valid_to" in html


def test_columns_are_chosen_and_the_name_is_always_there(station: Station, staff: Client) -> None:
    html = staff.get(LIST, {"columns": ["email", "phone"]}).content.decode()
    heads = re.findall(r'data-label="([^"]+)"', html)
    assert heads == ["选择", "考试站", "联系电话", "预留邮箱"]
    assert "49284901@example.invalid" in html


def test_pages_have_twenty_fifty_or_a_hundred_rows(staff: Client) -> None:
    load_stations(rows=read_rows(FILE))
    assert (len(codes(staff)), len(codes(staff, page="3")), len(codes(staff, page="99"))) == (20, 3, 3)
    assert len(codes(staff, size="50")) == 43
    assert "共 43 条" in staff.get(LIST).content.decode()


def test_the_list_costs_the_same_at_one_three_and_forty_three_stations(
    station: Station, staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everything = {"size": "100", "columns": [column.key for column in COLUMNS]}

    def cost(count: int) -> None:
        with django_assert_num_queries(5):
            assert len(codes(staff, **everything)) == count

    rows = read_rows(FILE)
    exam.scope(station, exam.trade())
    cost(1)
    for upto, count in ((2, 3), (42, 43)):
        load_stations(rows=rows[:upto])
        cost(count)


def test_an_empty_list_says_what_to_do(station: Station, staff: Client) -> None:
    assert "清除全部条件" in staff.get(LIST, {"q": "火箭"}).content.decode()
    station.organisation.parent = None
    station.organisation.save()
    assert "从表格导入" in staff.get(LIST).content.decode()


# --- who ---


def test_staff_see_their_scope_and_only_managers_may_remind(
    station: Station, other_station: Station, station_user: User, branch_user: User, centre_user: User,
    login: Login,
) -> None:  # fmt: skip
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    mine = [station.code]
    assert login(station_user).get(LIST).status_code == 403
    assert codes(login(branch_user)) == mine
    assert "提醒所选" not in login(branch_user).get(LIST).content.decode()
    assert codes(login(centre_user)) == [station.code, other_station.code]
    assert "提醒所选" in login(centre_user).get(LIST).content.decode()


# --- export ---


def test_the_export_follows_filters_order_and_columns_and_keeps_codes_as_text(
    station: Station, other_station: Station, staff: Client
) -> None:
    licensed(station, left=7)
    query = {"columns": ["code", "valid_to", "left", "province"], "sort": "-code"}
    answer = staff.get(reverse("stations:export"), query)
    assert "attachment" in answer["Content-Disposition"]
    tab = first_tab(answer.content)
    rows = [list(row) for row in tab.iter_rows(values_only=True)]
    head = rows.index(["机构编码", "考试站", "省份", "截止日期", "剩余天数"])
    below = rows[head + 1 :]
    assert [row[0] for row in below] == ["49284902", "49284901"]
    assert below[0][2:] == ["江苏省", None, None]
    assert (below[1][3].date(), below[1][4]) == (TODAY + timedelta(days=7), 7)
    only = first_tab(staff.get(reverse("stations:export"), {**query, "q": "901"}).content)
    assert only.max_row == tab.max_row - 1


def test_the_export_costs_the_same_at_one_and_three_stations(
    station: Station, staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("stations:export")
    staff.get(address)
    with django_assert_num_queries(4):
        staff.get(address)
    load_stations(rows=read_rows(FILE)[:2])
    with django_assert_num_queries(4):
        staff.get(address)
