"""A first password opens the page that replaces it, and nothing else."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from accounts.services import FIRST_PASSWORD_ALPHABET, issue_first_password, new_first_password

pytestmark = pytest.mark.django_db

CHANGE = "/account/password/first/"
CHOSEN = "kaishi-yong-2026"


@pytest.fixture
def first_password(station_user: User) -> str:
    return issue_first_password(user=station_user)


@pytest.fixture
def newcomer(client: Client, station_user: User, first_password: str) -> Client:
    client.post("/account/login/", {"username": station_user.username, "password": first_password})
    return client


def plain_addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list[str]:
    """Return every address of the portal that takes no parameter."""
    found = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += plain_addresses(entry.url_patterns, route)
        elif "<" not in route:
            found.append(route)
    return found


def test_every_address_but_change_and_logout_leads_to_the_change(
    newcomer: Client, settings: LazySettings
) -> None:
    settings.PRACTICE = False
    addresses = set(plain_addresses(get_resolver().url_patterns)) - {CHANGE, "/account/logout/"}
    assert len(addresses) >= 12
    for address in sorted(addresses):
        for method in (newcomer.get, newcomer.post):
            answer = method(address)
            assert (answer.status_code, answer.headers.get("Location")) == (302, CHANGE), address


def test_practice_shows_its_mails_besides_and_nothing_more(newcomer: Client) -> None:
    assert newcomer.get("/practice/mail/").status_code == 200
    assert newcomer.post("/practice/clock/", {"day": "2026-09-01"})["Location"] == CHANGE


def test_an_address_that_does_not_exist_tells_nothing_either(newcomer: Client) -> None:
    assert newcomer.get("/no-such-page/")["Location"] == CHANGE


def test_the_change_page_opens_without_a_menu(newcomer: Client) -> None:
    answer = newcomer.get(CHANGE)
    assert answer.status_code == 200
    assert "首次登录，请设置新密码" in answer.text
    assert "主导航" not in answer.text


def test_logout_works_before_the_change(newcomer: Client) -> None:
    assert newcomer.post("/account/logout/")["Location"] == "/"
    assert newcomer.get("/").status_code == 200


def test_after_the_change_the_portal_opens_and_the_session_goes_on(newcomer: Client) -> None:
    answer = newcomer.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert answer["Location"] == "/home/"
    assert newcomer.get("/jobs/").status_code == 200


def test_after_the_change_the_first_password_is_dead(
    newcomer: Client, station_user: User, first_password: str
) -> None:
    newcomer.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    station_user.refresh_from_db()
    assert not station_user.must_change_password
    assert not station_user.check_password(first_password)
    assert station_user.check_password(CHOSEN)


def test_the_first_password_itself_is_no_new_password(newcomer: Client, first_password: str) -> None:
    answer = newcomer.post(CHANGE, {"new_password1": first_password, "new_password2": first_password})
    assert answer.status_code == 422
    assert "新密码不能与首次登录密码相同" in answer.text


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short-47", "密码太短，至少 10 位。"),
        ("8412597730", "密码只包含数字"),
        ("password123", "这个密码太常见了"),
        ("zhan-49284901-kaoshi", "密码不能包含机构编码：机构编码是公开信息。"),
        ("机械行业职业能力评价职教901考试站", "密码跟 用户名 太相似了"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    newcomer: Client, station_user: User, password: str, sentence: str
) -> None:
    answer = newcomer.post(CHANGE, {"new_password1": password, "new_password2": password})
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["new_password1"])
    station_user.refresh_from_db()
    assert station_user.must_change_password


def test_two_different_entries_are_refused(newcomer: Client) -> None:
    answer = newcomer.post(CHANGE, {"new_password1": CHOSEN, "new_password2": f"{CHOSEN}x"})
    assert answer.status_code == 422
    assert "两次输入的密码不一致，请重新输入。" in answer.text


def test_a_first_password_is_random_and_readable_from_paper() -> None:
    made = {new_first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert [len(group) for group in password.split("-")] == [4, 4, 4]
        assert set(password) <= {*FIRST_PASSWORD_ALPHABET, "-"}
    assert not set(FIRST_PASSWORD_ALPHABET) & set("01iloO")


def test_a_new_first_password_ends_the_sessions_of_the_old_one(newcomer: Client, station_user: User) -> None:
    newcomer.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    station_user.refresh_from_db()
    issue_first_password(user=station_user)
    assert newcomer.get("/home/")["Location"].startswith("/account/login/")
