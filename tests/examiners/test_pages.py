from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from examiners.models import Examiner, Grade
from ostami.clock import set_practice_day
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from tests.factories.catalog import TradeFactory
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
ROSTER = "/examiners/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade)
    return trade


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    return exam.examiner(station, "李考评", turning, phone="13900001234")


@pytest.fixture
def zhao(other_station: Station) -> Examiner:
    return exam.examiner(
        other_station, "赵考评", exam.trade(), grade=Grade.SENIOR, valid_to=date(2026, 5, 31)
    )


def names(client: Client, **query: str) -> list[str]:
    answer = client.get(ROSTER, query)
    assert answer.status_code == 200
    return [examiner.person_name for examiner in answer.context["object_list"]]


def typed(trade: Trade, **facts: object) -> dict[str, object]:
    return {
        "person_name": "王考评",
        "grade": "senior",
        "certificate_number": "KP-9",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
        "trades": [trade.pk],
        "phone": "13900005678",
        **facts,
    }


def test_a_station_sees_its_own_roster_and_management_all_under_it(
    *,
    li: Examiner,
    zhao: Examiner,
    station_user: User,
    management_user: User,
    centre_user: User,
    branch_user: User,
    login: Login,
) -> None:
    assert names(login(station_user)) == ["李考评"]
    for user in (management_user, centre_user, branch_user):
        assert names(login(user)) == ["李考评", "赵考评"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "李"}, ["李考评"]),
        ({"station": "902"}, ["赵考评"]),
        ({"trade": "数控车"}, ["李考评", "赵考评"]),
        ({"trade": "铣工"}, []),
        ({"grade": "senior"}, ["赵考评"]),
        ({"state": "valid"}, ["李考评"]),
        ({"state": "expired"}, ["赵考评"]),
        ({"state": "ended"}, []),
        ({"state": "expired", "grade": "examiner"}, []),
        ({"state": "nonsense"}, ["李考评", "赵考评"]),
    ],
)
def test_filters_in_the_address_narrow_the_roster(
    *,
    li: Examiner,
    zhao: Examiner,
    management_user: User,
    login: Login,
    query: dict[str, str],
    found: list[str],
) -> None:
    assert names(login(management_user), **query) == found


def test_a_certificate_number_finds_its_holder(li: Examiner, management_user: User, login: Login) -> None:
    assert names(login(management_user), q=li.certificate_number.lower()) == ["李考评"]


def test_a_station_cant_look_into_another_by_the_filter(
    li: Examiner, zhao: Examiner, station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert names(client, station="902") == ["李考评"]
    assert names(client, q="赵") == []


def test_the_roster_of_one_station_names_trades_with_too_few_examiners(
    li: Examiner, zhao: Examiner, station_user: User, management_user: User, login: Login
) -> None:
    client = login(station_user)
    html = client.get(ROSTER).content.decode()
    assert "有 1 个工种的有效考评员不足" in html
    assert "JX04-05-01-01 数控车工：现有 1 名" in html
    exam.panel(li.station, exam.trade(), 2)
    assert "有效考评员不足" not in client.get(ROSTER).content.decode()
    set_practice_day(date(2028, 1, 1))
    assert "现有 0 名" in client.get(ROSTER).content.decode()
    client = login(management_user)
    assert "有效考评员不足" in client.get(ROSTER, {"station": li.station.code}).content.decode()
    assert "有效考评员不足" not in client.get(ROSTER).content.decode()


def test_the_roster_costs_the_same_at_one_and_three_examiners(
    li: Examiner, management_user: User, login: Login, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(management_user)
    client.get(ROSTER)
    with django_assert_num_queries(7):
        assert len(names(client)) == 1
    exam.panel(li.station, exam.trade(), 2)
    with django_assert_num_queries(7):
        assert len(names(client)) == 3


def test_an_empty_roster_says_who_fills_it(station_user: User, management_user: User, login: Login) -> None:
    assert "请点击“申报考评员”" in login(station_user).get(ROSTER).content.decode()
    assert "请点击“登记考评员”" in login(management_user).get(ROSTER).content.decode()
    assert "清除全部条件" in login(management_user).get(ROSTER, {"q": "无"}).content.decode()


def test_phones_show_to_the_own_station_and_its_superiors_alone(
    *,
    li: Examiner,
    station_user: User,
    other_station_user: User,
    management_user: User,
    centre_user: User,
    branch_user: User,
    login: Login,
) -> None:
    address = li.get_absolute_url()
    for user in (station_user, management_user, centre_user):
        assert li.phone in login(user).get(address).content.decode()
    branch = login(branch_user).get(address)
    assert branch.status_code == 200
    assert li.phone not in branch.content.decode()
    assert login(other_station_user).get(address).status_code == 404


def test_management_registers_an_examiner_in_two_steps(
    station: Station, turning: Trade, management_user: User, login: Login
) -> None:
    client = login(management_user)
    TradeFactory.create(name="未授予的工种")
    step_two = reverse("examiners:register", args=[station.code])
    assert step_two in client.get(reverse("examiners:new"), {"q": "901"}).content.decode()
    html = client.get(step_two).content.decode()
    assert "JX04-05-01-01 数控车工" in html
    assert "未授予的工种" not in html
    answer = client.post(step_two, typed(turning), follow=True)
    made = Examiner.objects.get()
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    html = answer.content.decode()
    for text in ("考评员已登记。", "王考评", "高级考评员", "2026-01-01 至 2028-12-31", "139****5678"):
        assert text in html
    assert (made.station, made.phone) == (station, "13900005678")


def test_a_station_without_scope_can_register_nobody_and_says_why(
    station: Station, management_user: User, login: Login
) -> None:
    html = login(management_user).get(reverse("examiners:register", args=[station.code])).content.decode()
    assert "还没有评价范围" in html
    assert reverse("stations:grant", args=[station.code]) in html


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"person_name": ""}, "请填写姓名。"),
        ({"grade": ""}, "请选择类别。"),
        ({"certificate_number": ""}, "请填写考评员证号。"),
        ({"valid_to": "2025-12-31"}, "早于有效期起"),
        ({"valid_to": "2026-02-30"}, "有效期至不是有效的日期"),
        ({"trades": []}, "还没有选择工种（服务指南 3.2）"),
        ({"trades": ["999999"]}, "所选工种不在该考试站获批的评价范围内（服务指南 4.7-6）"),
    ],
)
def test_bad_facts_are_refused_in_words_and_kept(
    *,
    station: Station,
    turning: Trade,
    management_user: User,
    login: Login,
    facts: dict[str, object],
    sentence: str,
) -> None:
    data = typed(turning, **facts)
    answer = login(management_user).post(reverse("examiners:register", args=[station.code]), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    for field in ("person_name", "certificate_number", "valid_to", "phone"):
        assert not data[field] or f'value="{data[field]}"' in html
    assert not Examiner.objects.exists()


def test_a_fourth_trade_is_refused_at_the_form(
    station: Station, turning: Trade, management_user: User, login: Login
) -> None:
    trades = [turning, *TradeFactory.create_batch(3)]
    for trade in trades[1:]:
        exam.scope(station, trade)
    answer = login(management_user).post(
        reverse("examiners:register", args=[station.code]), typed(turning, trades=[one.pk for one in trades])
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "选了 4 个工种，每名考评员最多 3 个（服务指南 3.2）" in html
    assert html.count('name="trades"') == html.count("checked") - 1 == 4


def test_an_examiner_is_changed_and_ended(li: Examiner, management_user: User, login: Login) -> None:
    client = login(management_user)
    edit = reverse("examiners:edit", args=[li.pk])
    form = client.get(edit).content.decode()
    for text in ('value="李考评"', 'value="13900001234"', 'value="2025-01-01"'):
        assert text in form
    trade = li.trades.get()
    html = client.post(edit, typed(trade, person_name="李考评"), follow=True).content.decode()
    assert "考评员资料已修改。" in html
    end = reverse("examiners:end", args=[li.pk])
    assert 'value="2026-06-01"' in client.get(end).content.decode()
    bad = client.post(end, {"ended_on": "2029-01-01", "reason": "调离本校"})
    assert bad.status_code == 422
    assert "调离本校" in bad.content.decode()
    html = client.post(end, {"ended_on": "2026-06-01", "reason": "调离本校"}, follow=True).content.decode()
    for text in ("已终止", "调离本校", "自 2026-06-01 起终止"):
        assert text in html
    assert reverse("examiners:end", args=[li.pk]) not in html
    late = client.post(end, {"ended_on": "2026-07-01", "reason": "第二次"})
    assert (late.status_code, "可能已由他人处理" in late.content.decode()) == (422, True)


def test_stations_and_branches_may_look_but_not_change(
    li: Examiner, turning: Trade, station_user: User, branch_user: User, login: Login
) -> None:
    changes = [
        reverse("examiners:new"),
        reverse("examiners:register", args=[li.station.code]),
        reverse("examiners:edit", args=[li.pk]),
        reverse("examiners:end", args=[li.pk]),
    ]
    for user in (station_user, branch_user):
        client = login(user)
        assert [client.get(address).status_code for address in changes] == [403] * 4
        answers = [client.post(address, typed(turning)).status_code for address in changes]
        assert answers == [403] * 4
        page = client.get(li.get_absolute_url()).content.decode()
        assert "修改资料" not in page
        assert "登记考评员" not in client.get(ROSTER).content.decode()
    assert Examiner.objects.count() == 1
    assert not history_of(li).exists()


def test_examiners_of_another_management_are_not_found(
    li: Examiner, turning: Trade, management_user: User, login: Login
) -> None:
    li.station.organisation.parent = None
    li.station.organisation.save()
    client = login(management_user)
    for address in (
        li.get_absolute_url(),
        reverse("examiners:edit", args=[li.pk]),
        reverse("examiners:end", args=[li.pk]),
        reverse("examiners:register", args=[li.station.code]),
    ):
        assert client.get(address).status_code == 404
    assert (
        client.post(reverse("examiners:register", args=[li.station.code]), typed(turning)).status_code == 404
    )
    assert names(client) == []
