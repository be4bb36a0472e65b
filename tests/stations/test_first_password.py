import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from stations.models import Station
from tests.conftest import Login
from tests.factories.people import PASSWORD
from workflow.audit import history_of
from workflow.lifecycle import perform
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
CHANGE = "/account/password/first/"
CHOSEN = "copper-wheel-2031"


def address(station: Station) -> str:
    return reverse("stations:first_password", args=[station.code])


def issue(client: Client, station: Station) -> str:
    answer = client.post(address(station), {"way": "password"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r"<code[^>]*>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", answer.content.decode())
    assert found, "the password is shown"
    return found[1]


def logs_in(password: str, user: User) -> Client | None:
    client = Client()
    answer = client.post(LOGIN, {"username": user.username, "password": password})
    return client if answer.status_code == 302 else None


def test_a_first_password_opens_the_change_page_alone_and_then_the_portal(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    password = issue(login(management_user), station)
    assert logs_in(PASSWORD, station_user) is None, "the password from before is dead"
    client = logs_in(password, station_user)
    assert client is not None
    for closed in ("/home/", station.get_absolute_url(), "/examiners/"):
        answer = client.get(closed)
        assert (answer.status_code, answer["Location"]) == (302, CHANGE)
    client.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert client.get("/examiners/").status_code == 200
    assert logs_in(password, station_user) is None, "a first password serves once"
    assert logs_in(CHOSEN, station_user) is not None


def test_issuing_again_kills_the_password_before_and_every_open_session(
    station: Station, station_user: User, management_user: User
) -> None:
    staff = Client()
    staff.force_login(management_user)
    first = issue(staff, station)
    session = logs_in(first, station_user)
    assert session is not None
    second = issue(staff, station)
    assert first != second
    assert logs_in(first, station_user) is None
    assert session.get("/home/")["Location"].startswith(LOGIN)
    assert logs_in(second, station_user) is not None


def test_asking_changes_nothing_until_it_is_confirmed(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    html = login(management_user).get(address(station)).content.decode()
    assert "原密码立即失效" in html
    assert logs_in(PASSWORD, station_user) is not None
    assert not history_of(station).exists()


def test_the_password_is_shown_once_and_stands_in_no_record_or_log(
    station: Station, management_user: User, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = login(management_user)
    password = issue(client, station)
    event = history_of(station).get()
    assert (event.sentence, event.actor) == ("发放了首次登录密码", management_user)
    assert password not in str(list(AuditEvent.objects.values_list("sentence", "reason", "changes")))
    assert password not in caplog.text
    for later in (address(station), station.get_absolute_url()):
        assert password not in client.get(later).content.decode()


def test_a_closed_station_gets_no_password(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    perform(station, "close", actor=management_user, reason="学校停办")
    for way in ("password", "open"):
        answer = login(management_user).post(address(station), {"way": way})
        assert answer.status_code == 422
        assert "该考试站已关闭，不能开放登录。请核对是否选错了考试站。" in answer.content.decode()
    assert logs_in(PASSWORD, station_user) is not None


def test_stations_and_branches_may_not_issue_passwords(
    station: Station, station_user: User, branch_user: User, login: Login
) -> None:
    for user in (station_user, branch_user):
        client = login(user)
        for answer in (client.get(address(station)), client.post(address(station), {"way": "password"})):
            assert answer.status_code == 403
            assert "不能开放考试站首次登录" in answer.content.decode()
    station_user.refresh_from_db()
    assert station_user.check_password(PASSWORD)


def test_a_visitor_is_asked_to_log_in(station: Station, client: Client) -> None:
    assert client.post(address(station))["Location"].startswith(LOGIN)


def test_a_station_of_another_management_is_not_found(
    station: Station, management_user: User, login: Login
) -> None:
    station.organisation.parent = None
    station.organisation.save()
    assert login(management_user).post(address(station), {"way": "password"}).status_code == 404
