"""Guessing at logins: few tries reach the hasher, and nobody is kept out by the guesses of others."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts.models import Tally, User
from ostami.clock import SHANGHAI
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
WRONG = "wrong-word-47"
TOLD = "登录尝试次数过多"
NOON = datetime(2026, 9, 1, 12, 3, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every password that is weighed; it is weighed all the same."""
    weighed: list[str] = []
    check = User.check_password

    def noting(user: User, raw_password: str) -> bool:
        weighed.append(raw_password)
        return check(user, raw_password)

    monkeypatch.setattr(User, "check_password", noting)
    return weighed


def attempt(
    client: Client,
    user: User | str,
    password: str = WRONG,
    sender: str = "192.0.2.1",
    **headers: str,
) -> int:
    name = user.username if isinstance(user, User) else user
    answer = client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=sender, headers=headers)
    assert (TOLD in answer.text) == (answer.status_code == 429)
    return answer.status_code


def test_of_two_hundred_guesses_five_are_weighed(management_user: User, hashed: list[str]) -> None:
    for place in range(200):
        attempt(Client(), management_user, f"guess-{place}-words", sender=f"198.51.100.{place}")
    assert len(hashed) == 5


def test_a_name_without_account_is_refused_as_late_as_any_other(management_user: User) -> None:
    real = [attempt(Client(), management_user, sender=f"192.0.2.{place}") for place in range(7)]
    none = [attempt(Client(), "没有这个账号", sender=f"192.0.2.{place}") for place in range(7)]
    assert real == none == [200] * 5 + [429] * 2


def test_tries_come_back_ever_more_slowly(management_user: User, traveller: time_machine.Traveller) -> None:
    def tries() -> int:
        return [attempt(Client(), management_user, sender="") for _ in range(12)].count(200)

    assert tries() == 5
    traveller.move_to(NOON.replace(minute=9, second=59))
    assert tries() == 0
    traveller.move_to(NOON.replace(minute=10))
    assert tries() == 5
    traveller.move_to(NOON.replace(minute=59, second=59))
    assert tries() == 0
    traveller.move_to(NOON.replace(hour=13, minute=0))
    assert tries() == 5
    traveller.move_to(NOON.replace(hour=14, minute=0))
    assert tries() == 5
    traveller.move_to(NOON.replace(hour=23, minute=59, second=59))
    assert tries() == 0
    traveller.move_to(datetime(2026, 9, 2, tzinfo=SHANGHAI))
    assert tries() == 5


@pytest.mark.parametrize(("guesses", "told"), [(5, "请在12:10 以后再试"), (6, "请在12:10 以后再试")])
def test_the_page_says_when_and_what_else_there_is(management_user: User, guesses: int, told: str) -> None:
    for _ in range(guesses):
        attempt(Client(), management_user)
    answer = Client().post(LOGIN, {"username": management_user.username, "password": "x"})
    assert told in answer.text
    assert "忘记密码可点击下方“找回密码”" in answer.text
    assert f'value="{management_user.username}"' in answer.text


def test_the_owner_gets_in_where_they_were_before_whatever_others_guess(management_user: User) -> None:
    known = Client()
    assert attempt(known, management_user, PASSWORD) == 302
    known.post("/account/logout/")
    for place in range(50):
        attempt(Client(), management_user, sender=f"198.51.100.{place}")
    assert attempt(Client(), management_user, PASSWORD) == 429
    assert attempt(known, management_user, PASSWORD) == 302


def test_a_browser_known_to_one_account_is_none_to_another(management_user: User, centre_user: User) -> None:
    known = Client()
    attempt(known, management_user, PASSWORD)
    known.post("/account/logout/")
    assert [attempt(known, centre_user) for _ in range(6)] == [200] * 5 + [429]


def test_a_known_browser_has_ten_tries(management_user: User) -> None:
    known = Client()
    attempt(known, management_user, PASSWORD)
    known.post("/account/logout/")
    assert [attempt(known, management_user) for _ in range(11)] == [200] * 10 + [429]


@pytest.mark.parametrize("cookie", ["", "made-up", "eyJhIjoiYiJ9:1u:abc"])
def test_a_cookie_not_signed_here_is_no_known_browser(management_user: User, cookie: str) -> None:
    client = Client()
    client.cookies["browser"] = cookie
    assert [attempt(client, management_user) for _ in range(6)] == [200] * 5 + [429]


def test_a_password_found_again_by_mail_lets_in_at_once(management_user: User) -> None:
    management_user.email = "office@example.com"
    management_user.save()
    owner = Client()
    for _ in range(6):
        attempt(owner, management_user)
    owner.post("/account/password/find/", {"email": management_user.username})
    link = re.search(r"/account/password/reset/\S+", str(mail.outbox[0].body))
    assert link
    page = owner.get(link[0], follow=True)
    new = "drehbank-und-spindel-58"
    owner.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert attempt(owner, management_user, new) == 302


def test_a_right_password_counts_for_nothing(management_user: User) -> None:
    for _ in range(12):
        assert attempt(Client(), management_user, PASSWORD) == 302
    assert not Tally.objects.filter(count__gt=0).exists()


def test_one_network_guesses_at_thirty_accounts_and_waits(management_user: User) -> None:
    answers = [attempt(Client(), f"账号{place}", sender="192.0.2.9") for place in range(31)]
    assert answers == [200] * 30 + [429]
    assert attempt(Client(), management_user, PASSWORD, sender="192.0.2.8") == 302


def test_a_claimed_address_changes_nothing(management_user: User) -> None:
    answers = [
        attempt(Client(), f"账号{place}", sender="192.0.2.9", **{"X-Forwarded-For": f"203.0.113.{place}"})
        for place in range(31)
    ]
    assert answers[-1] == 429


def test_while_the_whole_portal_is_guessed_at_an_account_has_two_tries(
    management_user: User, settings: LazySettings
) -> None:
    settings.LOGIN_MISSES_AN_HOUR = 4
    for place in range(4):
        attempt(Client(), f"账号{place}", sender=f"198.51.100.{place}")
    answers = [attempt(Client(), management_user, sender="192.0.2.7") for _ in range(3)]
    assert answers == [200] * 2 + [429]


def test_what_is_counted_names_nobody(management_user: User) -> None:
    attempt(Client(), management_user, sender="192.0.2.1")
    stored = " ".join(map(str, Tally.objects.values_list()))
    assert management_user.username not in stored
    assert "192.0.2.1" not in stored


def test_the_days_count_is_over_after_a_day_and_not_before(
    management_user: User, traveller: time_machine.Traveller
) -> None:
    for hour in (12, 13):
        traveller.move_to(NOON.replace(hour=hour))
        for _ in range(5):
            attempt(Client(), management_user, sender="")
        traveller.move_to(NOON.replace(hour=hour, minute=30))
        for _ in range(5):
            attempt(Client(), management_user, sender="")
    traveller.move_to(NOON.replace(hour=20))
    answer = Client().post(LOGIN, {"username": management_user.username, "password": "x"})
    assert "请在明天再试" in answer.text
    traveller.move_to(NOON + timedelta(hours=12))
    assert attempt(Client(), management_user) == 200
