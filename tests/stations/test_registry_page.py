"""A station's page for visitors, for the station itself and for staff."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from ostami.clock import set_practice_day
from stations.models import Position, Reminder, ReminderKind, StaffMember, Station
from tests.conftest import Login
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LAST = date(2026, 12, 31)


def licensed(station: Station) -> Station:
    station.valid_from, station.valid_to = date(2024, 1, 1), LAST
    station.licence_number, station.legal_representative = "49284901", "周校长"
    station.save()
    return station


def shown(client: Client, station: Station) -> str:
    return client.get(station.get_absolute_url()).content.decode()


def test_serving_staff_is_shown_inside_and_not_to_visitors(
    station: Station, station_user: User, other_station_user: User, login: Login, client: Client
) -> None:
    for position, name, ended in (
        (Position.DIRECTOR, "吴站长", None),
        (Position.DEPUTY, "郑离任", date(2026, 2, 1)),
    ):
        StaffMember.objects.create(
            station=station, position=position, name=name, since=date(2026, 1, 1), ended_on=ended
        )
    assert "吴站长" not in shown(client, station)
    assert "吴站长" not in shown(login(other_station_user), station)
    html = shown(login(station_user), station)
    assert ("吴站长" in html, "郑离任" in html) == (True, False)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 10, 1), ""),
        (date(2026, 10, 2), "还有 90 天"),
        (date(2026, 12, 30), "还有 1 天"),
        (date(2026, 12, 31), "今天到期"),
        (date(2027, 1, 1), "已于 2026-12-31 到期"),
    ],
)
def test_insiders_read_when_the_licence_ends(
    station: Station, station_user: User, login: Login, client: Client, day: date, sentence: str
) -> None:
    licensed(station)
    set_practice_day(day)
    assert "申请许可证延续" not in shown(client, station)
    html = shown(login(station_user), station)
    assert ("申请许可证延续" in html) == bool(sentence)
    assert sentence in html


def test_the_last_reminder_is_shown_with_the_notice(
    station: Station, management_user: User, login: Login
) -> None:
    licensed(station)
    set_practice_day(date(2026, 12, 1))
    Reminder.objects.create(
        station=station,
        kind=ReminderKind.LICENCE,
        due_on=LAST,
        days_ahead=90,
        sent_at=noon(date(2026, 10, 2)),
    )
    assert "最近一次提醒：2026-10-02 12:00" in shown(login(management_user), station)


def test_each_role_has_its_own_buttons(
    station: Station,
    station_user: User,
    management_user: User,
    branch_user: User,
    login: Login,
    client: Client,
) -> None:
    licensed(station)
    acts = ("修改登记", "暂停考试站", "开放首次登录", "授予评价范围", "许可证 PDF", "申请增项、变更或延续")

    def offered() -> list[bool]:
        html = shown(client, station)
        return [act in html for act in acts]

    assert offered() == [False] * 6
    for user, wanted in (
        (station_user, [False, False, False, False, True, True]),
        (branch_user, [False, False, False, False, True, False]),
        (management_user, [True, True, True, True, True, False]),
    ):
        login(user)
        assert offered() == wanted, user


def test_a_suspended_station_says_so_to_everybody_and_can_be_resumed(
    station: Station, management_user: User, login: Login, client: Client
) -> None:
    perform(station, "suspend", actor=management_user, reason="场地整改")
    html = shown(client, station)
    assert "已批准的批次可以办完" in html
    assert "场地整改" not in html, "the reason is the insiders'"
    html = shown(login(management_user), station)
    assert "恢复考试站" in html
    assert "场地整改" in html
