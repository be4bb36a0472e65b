"""A station names who signs for its papers."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from accounts.rights import Role
from exams.models import PaperKeeper
from exams.papers.keepers import keepers_of, login_words
from exams.services.papers import name_keepers
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, staff
from workflow.audit import history_of

pytestmark = pytest.mark.django_db
NOON = exam.noon(date(2026, 8, 1))
PAGE = reverse("exams:paper_keepers")


def ticked(page: str) -> list[str]:
    boxes = re.findall(r"<input[^>]*name=\"users\"[^>]*>", page, re.DOTALL)
    return [re.findall(r'value="(\d+)"', box)[0] for box in boxes if "checked" in box]


@pytest.fixture
def colleague(station: Station, station_user: User) -> User:
    return people.user("贾同事", Role.STATION, station.organisation, person_name="贾同事")


def told(station: Station) -> list[str]:
    return [event.sentence for event in history_of(station).order_by("pk")]


def name(station: Station, actor: User, *users: User) -> None:
    name_keepers(station=station, users=users, actor=actor, at=NOON)


def test_each_change_is_recorded_with_the_stations_name_on_it(
    station: Station, station_user: User, colleague: User
) -> None:
    name(station, station_user, station_user, colleague)
    name(station, station_user, colleague)
    name(station, station_user, colleague)
    assert told(station) == [
        f"指定{station_user}为试卷签收人",
        "指定贾同事为试卷签收人",
        f"取消了{station_user}的试卷签收人身份",
    ]
    row = PaperKeeper.objects.get()
    assert (row.user, row.named_by, row.named_at) == (colleague, station_user, NOON)


def test_a_keeper_who_left_goes_with_the_next_change(
    station: Station, station_user: User, colleague: User
) -> None:
    name(station, station_user, colleague)
    colleague.is_active = False
    colleague.save()
    assert list(keepers_of(station)) == []
    name(station, station_user, station_user)
    assert list(keepers_of(station)) == [station_user]
    assert "取消了贾同事的试卷签收人身份" in told(station)


@pytest.mark.parametrize("who", ["other_station_user", "management_user", "candidate"])
def test_only_open_logins_of_the_station_are_named(
    station: Station, station_user: User, who: str, request: pytest.FixtureRequest
) -> None:
    stranger = people.candidate("林若溪").user if who == "candidate" else request.getfixturevalue(who)
    with pytest.raises(BlockedError, match="没有本站可用的登录账号"):
        name(station, station_user, stranger)
    assert not PaperKeeper.objects.exists()


@pytest.mark.parametrize("who", ["other_station_user", "management_user", "centre_user"])
def test_nobody_names_at_another_station(
    station: Station, station_user: User, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        name(station, request.getfixturevalue(who), station_user)


def test_the_page_ticks_who_is_named_and_keeps_others_out(
    login: Login, station: Station, station_user: User, colleague: User, other_station_user: User
) -> None:
    client = login(station_user)
    page = client.get(PAGE).text
    assert "贾同事（登录名" not in page
    assert "贾同事" in page
    assert other_station_user.username not in page
    assert client.post(PAGE, {"users": [colleague.pk]}).status_code == 302
    assert ticked(client.get(PAGE).text) == [str(colleague.pk)]
    refused = client.post(PAGE, {"users": [other_station_user.pk]})
    assert refused.status_code == 422
    assert "所选账号已停用或不属于本站，请重新选择。" in refused.text
    assert [row.user for row in PaperKeeper.objects.all()] == [colleague]
    assert client.post(PAGE, {}).status_code == 302
    assert not PaperKeeper.objects.exists()


def test_a_staff_login_is_told_by_name_post_and_login_name(station: Station, station_user: User) -> None:
    user = staff.login_of(staff.member(station))
    assert login_words(User.objects.get(pk=user.pk)) == f"贾站长（站长，登录名 {user.username}）"
    assert login_words(station_user) == str(station_user)


def test_a_login_that_does_not_keep_the_staff_names_nobody_not_itself_either(
    login: Login, station: Station, colleague: User
) -> None:
    refused = login(colleague).post(PAGE, {"users": [colleague.pk]})
    assert refused.status_code == 403
    assert "试卷签收人由考试站主账号或站长指定" in refused.text
    assert not PaperKeeper.objects.exists()


def test_the_director_names_too(station: Station, station_user: User) -> None:
    director = staff.login_of(staff.member(station))
    name(station, director, director, station_user)
    assert list(keepers_of(station)) == [station_user, director]
