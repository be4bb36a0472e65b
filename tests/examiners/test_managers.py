"""The roster of managers of exam affairs."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from examiners.models import Manager
from ostami.clock import set_practice_day
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab
from tests.factories import officers
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
LIST = "/examiners/managers/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def shen(station: Station) -> Manager:
    return officers.manager(station)


@pytest.fixture
def han(other_station: Station) -> Manager:
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    return officers.manager(other_station, "韩管理", valid_to=date(2026, 5, 31))


def names(client: Client, **query: str) -> list[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [one.person_name for one in answer.context["object_list"]]


def test_each_sees_the_managers_in_scope(
    *,
    shen: Manager,
    han: Manager,
    station_user: User,
    management_user: User,
    branch_user: User,
    centre_user: User,
    login: Login,
) -> None:
    assert names(login(station_user)) == names(login(branch_user)) == ["沈管理"]
    assert names(login(management_user)) == names(login(centre_user)) == ["沈管理", "韩管理"]
    for user in (station_user, branch_user):
        assert login(user).get(han.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "沈"}, ["沈管理"]),
        ({"q": "gl2025"}, ["沈管理", "韩管理"]),
        ({"station": "902"}, ["韩管理"]),
        ({"province": "江苏省"}, ["沈管理"]),
        ({"province": "浙江省", "validity": "valid"}, []),
        ({"validity": "expired"}, ["韩管理"]),
        ({"validity": "ended"}, []),
        ({"validity": "nonsense"}, ["沈管理", "韩管理"]),
    ],
)
def test_filters_narrow_the_list(
    shen: Manager, han: Manager, management_user: User, login: Login, query: dict[str, str], found: list[str]
) -> None:
    assert names(login(management_user), **query) == found


def test_the_export_follows_the_filter(
    shen: Manager, han: Manager, management_user: User, branch_user: User, login: Login
) -> None:
    answer = login(management_user).get(f"{LIST}export/", {"station": "901"})
    rows = [list(line) for line in first_tab(answer.content).iter_rows(values_only=True)]
    head = next(number for number, row in enumerate(rows) if row[0] == "姓名")
    assert rows[head][:6] == ["姓名", "证书编号", "机构编码", "考试站", "省份", "联系电话"]
    assert [row[:6] for row in rows[head + 1 :]] == [
        ["沈管理", shen.certificate_number, "49284901", shen.station.organisation.name, "江苏省", shen.phone]
    ]
    branch = first_tab(login(branch_user).get(f"{LIST}export/").content)
    cells = [cell for line in branch.iter_rows(values_only=True) for cell in line]
    assert "沈管理" in cells
    assert "联系电话" not in cells
    assert shen.phone not in cells


def test_phones_show_to_the_own_station_and_its_superiors_alone(
    shen: Manager, station_user: User, management_user: User, branch_user: User, login: Login
) -> None:
    address = shen.get_absolute_url()
    assert shen.phone in login(station_user).get(address).content.decode()
    assert shen.phone in login(management_user).get(address).content.decode()
    assert shen.phone not in login(branch_user).get(address).content.decode()


def test_management_renews_with_a_reason(
    shen: Manager, management_user: User, login: Login, settings: LazySettings
) -> None:
    settings.EXAMINER_YEARS = 3
    client = login(management_user)
    address = reverse("examiners:manager_renew", args=[shen.pk])
    assert 'value="2030-12-31"' in client.get(address).content.decode()
    assert client.post(address, {"valid_to": "2030-12-31", "reason": ""}).status_code == 422
    sent = {"valid_to": "2030-12-31", "reason": "续聘三年"}
    html = client.post(address, sent, follow=True).content.decode()
    for text in ("已续期。", "2025-01-01 至 2030-12-31", "续聘三年", "续期管理人员资格"):
        assert text in html
    twice = client.post(address, sent)
    assert (twice.status_code, "可能已由他人续期" in twice.content.decode()) == (422, True)
    assert history_of(shen).count() == 1


@pytest.mark.parametrize(
    ("valid_to", "sentence"),
    [
        ("2027-12-31", "须晚于现有截止日期 2027-12-31"),
        ("2028-01-01", ""),
        ("2030-12-31", ""),
        ("2031-01-01", "一次最多续期 3 年，至 2030-12-31"),
    ],
)
def test_a_renewal_adds_a_day_to_three_years(
    shen: Manager, management_user: User, login: Login, valid_to: str, sentence: str
) -> None:
    address = reverse("examiners:manager_renew", args=[shen.pk])
    answer = login(management_user).post(address, {"valid_to": valid_to, "reason": "续聘"})
    assert answer.status_code == (422 if sentence else 302)
    assert sentence in answer.content.decode()
    shen.refresh_from_db()
    assert str(shen.valid_to) == ("2027-12-31" if sentence else valid_to)


def test_a_lapsed_appointment_begins_anew_on_the_day(
    han: Manager, management_user: User, login: Login
) -> None:
    client = login(management_user)
    address = reverse("examiners:manager_renew", args=[han.pk])
    html = client.get(address).content.decode()
    assert "原有效期已过" in html
    assert 'value="2029-05-31"' in html
    client.post(address, {"valid_to": "2029-05-31", "reason": "续聘"})
    han.refresh_from_db()
    assert (han.valid_from, han.valid_to) == (TODAY, date(2029, 5, 31))


def test_management_ends_with_a_reason_and_nothing_follows(
    shen: Manager, management_user: User, login: Login
) -> None:
    client = login(management_user)
    address = reverse("examiners:manager_end", args=[shen.pk])
    sent = {"ended_on": "2026-06-01", "reason": "调离"}
    html = client.post(address, sent, follow=True).content.decode()
    for text in ("资格的终止日期已登记。", "已终止", "自 2026-06-01 起终止", "调离"):
        assert text in html
    assert address not in html
    twice = client.post(address, sent)
    assert (twice.status_code, "可能已由他人处理" in twice.content.decode()) == (422, True)
    renewal = client.post(
        reverse("examiners:manager_renew", args=[shen.pk]), {"valid_to": "2028-01-01", "reason": "续"}
    )
    assert (renewal.status_code, "已于 2026-06-01 终止" in renewal.content.decode()) == (422, True)
    assert history_of(shen).count() == 1


def test_stations_and_branches_look_only(
    shen: Manager, station_user: User, branch_user: User, login: Login
) -> None:
    for user in (station_user, branch_user):
        client = login(user)
        assert "终止资格" not in client.get(shen.get_absolute_url()).content.decode()
        for name in ("examiners:manager_renew", "examiners:manager_end"):
            address = reverse(name, args=[shen.pk])
            assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert not history_of(shen).exists()


def test_the_list_warns_of_who_runs_out(shen: Manager, management_user: User, login: Login) -> None:
    client = login(management_user)
    assert "资格到期" not in client.get(LIST).content.decode()
    set_practice_day(date(2027, 12, 1))
    html = client.get(LIST).content.decode()
    assert "30 天内有 1 人的资格到期" in html
    assert "?validity=very_soon" in html
    assert names(client, validity="very_soon") == ["沈管理"]


def test_the_list_costs_the_same_at_one_and_three(
    shen: Manager, management_user: User, login: Login, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(management_user)
    client.get(LIST)
    with django_assert_num_queries(7):
        assert len(names(client)) == 1
    officers.manager(shen.station, "甲管理")
    officers.manager(shen.station, "乙管理")
    with django_assert_num_queries(7):
        assert len(names(client)) == 3


def test_an_empty_list_says_how_it_fills(station_user: User, login: Login) -> None:
    html = login(station_user).get(LIST).content.decode()
    assert "名册里还没有考务管理人员" in html
    assert "清除全部条件" in login(station_user).get(LIST, {"q": "无"}).content.decode()
