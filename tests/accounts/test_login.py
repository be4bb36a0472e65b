"""Login by a station's full name or a user's own name, and logout."""

import pytest
from django.test import Client

from accounts.models import User
from stations.models import Station
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
REFUSED = "用户名或密码不正确"


def log_in(client: Client, username: str, password: str = PASSWORD) -> User | None:
    """Log in through the page and return the person of the session, if there is one now."""
    client.post(LOGIN, {"username": username, "password": password})
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


@pytest.mark.parametrize(
    "typed",
    [
        "机械行业职业能力评价职教901考试站",
        " 机械行业职业能力评价 职教 901 考试站 ",
        "机械行业职业能力评价职教９０１考试站",
        "机械行业职业能力评价　职教９０１　考试站",
    ],
)
def test_a_station_logs_in_by_its_full_name_however_it_is_spaced(
    client: Client, station: Station, typed: str
) -> None:
    assert log_in(client, typed) == station.organisation.users.get()


def test_letter_case_makes_no_difference(client: Client, station_user: User) -> None:
    User.objects.create_user(
        "Lathe-Li", PASSWORD, role=station_user.role, organisation=station_user.organisation
    )
    found = log_in(client, "ＬＡＴＨＥ-li")
    assert found is not None
    assert found.username == "Lathe-Li"


def test_two_login_names_that_differ_in_spelling_alone_are_one(station_user: User) -> None:
    again = User(username="机械行业职业能力评价 职教 901 考试站", role=station_user.role)
    again.organisation = station_user.organisation
    assert User.objects.get_by_natural_key(again.username) == station_user


def test_after_login_the_own_home_opens(client: Client, management_user: User) -> None:
    answer = client.post(LOGIN, {"username": management_user.username, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/home/")


def test_a_wrong_password_is_refused_and_the_name_stays_typed(client: Client, management_user: User) -> None:
    answer = client.post(LOGIN, {"username": management_user.username, "password": "wrong-word-47"})
    assert REFUSED in answer.text
    assert f'value="{management_user.username}"' in answer.text
    assert "wrong-word-47" not in answer.text
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_gets_the_same_sentence_as_a_wrong_password(
    client: Client, management_user: User
) -> None:
    wrong = client.post(LOGIN, {"username": management_user.username, "password": "wrong-word-47"})
    unknown = client.post(LOGIN, {"username": "没有这个人", "password": "wrong-word-47"})
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_closed_account_gets_the_same_sentence_too(client: Client, management_user: User) -> None:
    management_user.is_active = False
    management_user.save()
    answer = client.post(LOGIN, {"username": management_user.username, "password": PASSWORD})
    assert REFUSED in answer.text


def test_closing_an_account_ends_its_session(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    management_user.is_active = False
    management_user.save()
    assert client.get("/home/").status_code == 302


def test_a_page_asked_for_before_login_opens_after_it(client: Client, management_user: User) -> None:
    asked = client.get("/jobs/")
    assert asked["Location"] == f"{LOGIN}?next=/jobs/"
    answer = client.post(asked["Location"], {"username": management_user.username, "password": PASSWORD})
    assert answer["Location"] == "/jobs/"


def test_login_never_leads_to_another_site(client: Client, management_user: User) -> None:
    facts = {"username": management_user.username, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, facts)["Location"] == "/home/"


def test_login_changes_the_session_key(client: Client, management_user: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["visitor"] = "yes"
    session.save()
    before = session.session_key
    log_in(client, management_user.username)
    assert client.session.session_key != before


def test_logout_ends_the_session_and_leads_to_the_front_page(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    answer = client.post("/account/logout/")
    assert answer["Location"] == "/"
    assert client.get("/home/").status_code == 302


def test_logout_is_no_link_that_others_can_set(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    assert client.get("/account/logout/").status_code == 405
    assert client.get("/home/").status_code == 200


def test_pages_of_a_person_are_kept_out_of_every_cache(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    assert "no-store" in client.get("/home/")["Cache-Control"]
