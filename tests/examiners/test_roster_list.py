"""The roster: validity and province, order, columns, export, and trades that lack examiners on a day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import BatchStatus
from examiners.models import Examiner, Grade, Suspension
from ostami.clock import set_practice_day
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab
from tests.factories import exam

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
ROSTER, SHORT = "/examiners/", "/examiners/short/"


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def four(station: Station, other_station: Station, turning: Trade) -> list[Examiner]:
    """One whose term ends in 30, 31, 90 and 91 days each; the last sits at the other station."""
    lefts = (30, 31, 90, 91)
    stations = (station, station, station, other_station)
    return [
        exam.examiner(
            place, f"考评{left}", turning, valid_to=TODAY + timedelta(days=left), phone="13900001234"
        )
        for place, left in zip(stations, lefts, strict=True)
    ]


def names(client: Client, **query: Any) -> list[str]:
    return [one.person_name for one in client.get(ROSTER, query).context["object_list"]]


def exported(client: Client, **query: Any) -> list[list[Any]]:
    """Return heading and rows of the export."""
    tab = first_tab(client.get(f"{ROSTER}examiners.xlsx", query).content)
    lines = [list(line) for line in tab.iter_rows(values_only=True)]
    start = next(number for number, line in enumerate(lines) if line[0] == "姓名")
    return lines[start:]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "very_soon"}, ["考评30"]),
        ({"state": "soon"}, ["考评30", "考评31", "考评90"]),
        ({"state": "renewable"}, ["考评30", "考评31", "考评90", "考评91"]),
        ({"state": "valid"}, ["考评30", "考评31", "考评90", "考评91"]),
        ({"province": "江苏省"}, ["考评30", "考评31", "考评90"]),
        ({"province": "海南省"}, ["考评91"]),
        ({"sort": "-valid_to"}, ["考评91", "考评90", "考评31", "考评30"]),
        ({"sort": "nonsense"}, ["考评30", "考评31", "考评90", "考评91"]),
    ],
)
def test_validity_province_and_order(
    four: list[Examiner], management_user: User, login: Login, query: dict[str, str], found: list[str]
) -> None:
    organisation = four[3].station.organisation
    organisation.province = "海南省"
    organisation.save()
    assert names(login(management_user), **query) == found


def test_suspended_ones_are_a_state_of_their_own(
    four: list[Examiner], management_user: User, login: Login
) -> None:
    Suspension.objects.create(examiner=four[0], since=TODAY, reason="配合调查")
    assert names(login(management_user), state="suspended") == ["考评30"]
    assert names(login(management_user), state="very_soon") == []


def test_the_export_follows_filter_order_and_columns(
    four: list[Examiner], management_user: User, login: Login
) -> None:
    query: dict[str, Any] = {"state": "soon", "sort": "-valid_to", "columns": ["name", "valid_to", "phone"]}
    client = login(management_user)
    head, *rows = exported(client, **query)
    assert head[:3] == ["姓名", "有效期至", "联系电话"]
    assert [row[0] for row in rows] == names(client, **query) == ["考评90", "考评31", "考评30"]
    assert {row[2] for row in rows} == {"13900001234"}
    page = client.get(ROSTER, query)
    cells = [[cell.value for cell in cells] for _, cells in page.context["rows"]]
    assert [[row[0], row[1].date(), row[2]] for row in rows] == cells


def test_a_stations_export_holds_its_own_alone(
    four: list[Examiner], station_user: User, login: Login
) -> None:
    _, *rows = exported(login(station_user))
    assert [row[0] for row in rows] == ["考评30", "考评31", "考评90"]


def test_phones_are_a_column_for_those_who_see_them(
    four: list[Examiner], station_user: User, branch_user: User, login: Login
) -> None:
    for user, sees in ((station_user, True), (branch_user, False)):
        client = login(user)
        html = client.get(ROSTER, {"columns": ["name", "phone"]}).content.decode()
        assert ("13900001234" in html, 'id="column-phone"' in html) == (sees, sees)
        assert ("13900001234" in str(exported(client, columns=["name", "phone"]))) is sees


def test_which_trades_are_short_today_and_on_a_day(
    station: Station, turning: Trade, station_user: User, login: Login
) -> None:
    exam.panel(station, turning, 2)
    exam.examiner(station, "孙考评", turning, grade=Grade.SENIOR, valid_to=date(2026, 8, 31))
    client = login(station_user)
    for on, valid in (("", "3 名"), ("2026-08-31", "3 名"), ("2026-09-01", "2 名")):
        html = client.get(SHORT, {"on": on} if on else {}).content.decode()
        assert f'data-label="有效考评员">{valid}' in html
        assert ("考评员不足</span>" in html, "高级考评员不足" in html) == (True, True)
    assert reverse("examiner_applications:new") in html


def test_management_chooses_the_station(
    station: Station, other_station: Station, turning: Trade, management_user: User, login: Login
) -> None:
    client = login(management_user)
    html = client.get(SHORT).content.decode()
    assert "职教901" in html
    assert "名有效考评员才能" in html
    html = client.get(SHORT, {"station": str(station.pk), "on": "2026-06-01"}).content.decode()
    assert "有 1 个工种不足" in html
    assert reverse("examiner_applications:new") not in html
    html = client.get(SHORT, {"station": str(other_station.pk)}).content.decode()
    assert "都已达到人数要求" in html
    assert "不是有效的日期" in client.get(SHORT, {"station": str(station.pk), "on": "明天"}).content.decode()
    other_station.organisation.parent = None
    other_station.organisation.save()
    html = client.get(SHORT, {"station": str(other_station.pk)}).content.decode()
    assert "没有这个考试站" in html


def test_a_page_tells_the_batches_sat_on_and_the_position(
    station: Station, turning: Trade, station_user: User, management_user: User, login: Login
) -> None:
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    draft = exam.draft_batch(station)
    assert draft.status == BatchStatus.DRAFT
    leader, member = batch.items.get().panel[:2]
    client = login(station_user)
    for examiner, position in ((leader, "考评组长"), (member, "考评员")):
        html = client.get(examiner.get_absolute_url()).content.decode()
        assert f'data-label="岗位">{position}<' in html
        assert str(batch.number) in html
    idle = exam.examiner(station, "闲考评", turning)
    assert "还没有参加过批次考评" in client.get(idle.get_absolute_url()).content.decode()
