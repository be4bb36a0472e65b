"""Staff open, reopen and close the window in which a station gets in by its code."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import FirstAccess, Organisation, OrganisationKind, User
from ostami.clock import SHANGHAI
from stations.access import station_access
from stations.models import Station
from tests.factories import people
from tests.factories.people import PASSWORD
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)
CLOSES = AT + timedelta(hours=72)


class Desk:
    """The page of station 901, in front of a person of management."""

    def __init__(self, client: Client, station: Station, user: User) -> None:
        self.client, self.user = client, user
        self.address = reverse("stations:first_password", args=[station.code])

    def page(self, at: datetime = AT) -> str:
        with time_machine.travel(at, tick=False):
            self.client.force_login(self.user)
            return self.client.get(self.address).text

    def presses(self, way: str, at: datetime = AT) -> tuple[int, str]:
        with time_machine.travel(at, tick=False):
            self.client.force_login(self.user)
            answer = self.client.post(self.address, {"way": way})
        return answer.status_code, answer.text


@pytest.fixture
def desk(client: Client, station: Station, management_user: User) -> Desk:
    return Desk(client, station, management_user)


def enters(user: User, typed: str, *, at: datetime = AT) -> bool:
    with time_machine.travel(at, tick=False):
        answer = Client().post("/account/login/", {"username": user.username, "password": typed})
        return answer.status_code == 302


def test_both_ways_are_offered_and_what_they_do_is_said(desk: Desk) -> None:
    page = desk.page()
    assert "方式一：开放首次登录（机构编码，72 小时）" in page
    assert "方式二：发放随机密码" in page
    assert "已设置自己的密码" in page
    assert "原密码立即失效" in page
    assert "提前关闭" not in page


def test_opening_lets_the_station_in_and_the_page_says_until_when(
    desk: Desk, station: Station, station_user: User, management_user: User
) -> None:
    assert desk.presses("open")[0] == 302
    assert enters(station_user, station.code)
    assert not enters(station_user, PASSWORD)
    page = desk.page()
    assert "首次登录窗口已开放。" in page
    assert "2026-09-04 08:00" in page
    assert "由王管理开放" in page
    assert "重新开放 72 小时" in page
    (event,) = history_of(station)
    assert (event.sentence, event.actor, event.at) == ("开放了首次登录窗口", management_user, AT)
    assert event.changes == {"关闭时间": ["", "2026-09-04 08:00"]}


def test_the_centre_may_open_too(desk: Desk, station: Station, centre_user: User) -> None:
    desk.user = centre_user
    assert desk.presses("open")[0] == 302
    found = station_access(station)
    assert found
    assert found.opened_by == centre_user


def test_a_window_that_ran_out_shows_as_none_and_can_be_opened_anew(
    desk: Desk, station: Station, station_user: User
) -> None:
    desk.presses("open")
    assert "提前关闭" in desk.page(CLOSES - timedelta(seconds=1))
    page = desk.page(CLOSES)
    assert "没有密码，不能登录" in page
    assert "提前关闭" not in page
    desk.presses("open", CLOSES)
    assert enters(station_user, station.code, at=CLOSES)


def test_closing_early_ends_it_and_leaves_a_line(desk: Desk, station: Station, station_user: User) -> None:
    desk.presses("open")
    assert desk.presses("close")[0] == 302
    assert not enters(station_user, station.code)
    assert "没有密码，不能登录" in desk.page()
    assert [event.sentence for event in history_of(station)] == [
        "开放了首次登录窗口",
        "提前关闭了首次登录窗口",
    ]


@pytest.mark.parametrize("opened", [True, False])
def test_closing_what_is_not_open_is_refused(desk: Desk, station: Station, opened: bool) -> None:  # noqa: FBT001
    if opened:
        desk.presses("open")
    status, page = desk.presses("close", CLOSES)
    assert (status, "该站没有开放的首次登录窗口" in page) == (422, True)
    assert history_of(station).count() == opened


def test_a_late_close_never_takes_a_password_that_the_station_chose(
    desk: Desk, station: Station, station_user: User
) -> None:
    assert desk.presses("close")[0] == 422
    assert enters(station_user, PASSWORD)


def test_a_first_password_takes_the_place_of_the_window(
    desk: Desk, station: Station, station_user: User
) -> None:
    desk.presses("open")
    assert desk.presses("password")[0] == 200
    assert not enters(station_user, station.code)
    assert not FirstAccess.objects.exists()
    assert "已有首次登录密码，尚未改成自己的密码" in desk.page()


def test_a_station_without_a_mailbox_is_warned_of(desk: Desk, station: Station) -> None:
    assert "还须填写发往预留邮箱的验证码" in desk.page()
    Organisation.objects.filter(pk=station.organisation_id).update(email="")
    assert "该站没有预留邮箱，不核验验证码。" in desk.page()


def test_a_station_without_a_login_gets_one(desk: Desk, management_org: Organisation) -> None:
    name = "机械行业职业能力评价职教903考试站"
    made = people.organisation(OrganisationKind.STATION, name, "49284903", parent=management_org)
    Station.objects.create(organisation=made, host_organization="练习学校903")
    desk.address = reverse("stations:first_password", args=["49284903"])
    assert "还没有登录账号" in desk.page()
    assert not User.objects.filter(organisation=made).exists(), "looking makes no login"
    desk.presses("open")
    assert enters(User.objects.get(organisation=made), "49284903")


@pytest.mark.parametrize("way", ["", "delete"])
def test_an_unknown_button_changes_nothing(
    desk: Desk, station: Station, station_user: User, way: str
) -> None:
    status, page = desk.presses(way)
    assert (status, "请点击页面上的一个按钮。" in page) == (422, True)
    assert not history_of(station).exists()
    assert enters(station_user, PASSWORD)
