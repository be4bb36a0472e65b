"""Inside the window that staff opened, a station's code opens the page that sets its password alone."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.first_access import close_first_access, first_access_of, open_first_access
from accounts.models import FirstAccess, Organisation, OrganisationKind, User
from accounts.rights import Role
from accounts.services import issue_first_password, main_login_of, set_own_password
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import people
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
CHANGE = "/account/password/first/"
CODE = "49284901"
CHOSEN = "kaishi-yong-2026"
OPENS = datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)
CLOSES = OPENS + timedelta(hours=72)
SECOND = timedelta(seconds=1)
OVER = "首次登录窗口已于 2026-09-04 08:00 关闭，请联系管理站重新开放"


@pytest.fixture
def newcomer(station_user: User, management_user: User) -> User:
    """The login of station 901, its window open from 1 September 08:00; without a mailbox."""
    Organisation.objects.filter(users=station_user).update(email="")
    open_first_access(user=station_user, by=management_user, at=OPENS)
    return station_user


def enters(user: User, typed: str, *, at: datetime) -> bool:
    with time_machine.travel(at, tick=False):
        return Client().post(LOGIN, {"username": user.username, "password": typed}).status_code == 302


def inside(user: User, *, at: datetime) -> Client:
    """Return a client that came in by the code at `at`."""
    client = Client()
    with time_machine.travel(at, tick=False):
        answer = client.post(LOGIN, {"username": user.username, "password": CODE})
    assert answer.status_code == 302
    return client


def choose(client: Client, *, at: datetime, password: str = CHOSEN) -> int:
    with time_machine.travel(at, tick=False):
        return client.post(CHANGE, {"new_password1": password, "new_password2": password}).status_code


@pytest.mark.parametrize(
    ("at", "opens"),
    [(OPENS - SECOND, False), (OPENS, True), (CLOSES - SECOND, True), (CLOSES, False)],
)
def test_the_code_opens_from_the_first_second_to_the_last(newcomer: User, at: datetime, opens: bool) -> None:  # noqa: FBT001
    assert enters(newcomer, CODE, at=at) is opens


@pytest.mark.parametrize("typed", ["４９２８４９０１", " 49284901 ", "4928 4901"])
def test_full_width_digits_and_spaces_make_no_difference(newcomer: User, typed: str) -> None:
    assert enters(newcomer, typed, at=OPENS)


@pytest.mark.parametrize("typed", ["49284902", "4928490", "", PASSWORD])
def test_another_code_and_the_password_from_before_open_nothing(newcomer: User, typed: str) -> None:
    assert not enters(newcomer, typed, at=OPENS)


def test_the_window_is_as_long_as_the_setting_says(station_user: User, settings: object) -> None:
    settings.FIRST_ACCESS_HOURS = 24  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert open_first_access(user=station_user, by=None, at=OPENS).closes_at == OPENS + timedelta(hours=24)


def test_the_session_opens_the_change_page_alone(newcomer: User, station: Station) -> None:
    client = inside(newcomer, at=OPENS)
    with time_machine.travel(OPENS, tick=False):
        for closed in ("/home/", station.get_absolute_url(), "/jobs/", "/account/password/"):
            assert client.get(closed)["Location"] == CHANGE
        page = client.get(CHANGE)
    assert page.status_code == 200
    assert "2026-09-04 08:00" in page.text


def test_choosing_a_password_closes_the_window_and_the_session_goes_on(newcomer: User) -> None:
    client = inside(newcomer, at=OPENS)
    assert choose(client, at=OPENS) == 302
    assert first_access_of(newcomer) is None
    assert not enters(newcomer, CODE, at=OPENS)
    assert enters(newcomer, CHOSEN, at=OPENS)
    with time_machine.travel(OPENS, tick=False):
        assert client.get("/jobs/").status_code == 200


def test_the_last_second_still_counts_and_the_closing_instant_does_not(newcomer: User) -> None:
    client = inside(newcomer, at=CLOSES - SECOND)
    with time_machine.travel(CLOSES, tick=False):
        answer = client.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN})
        assert answer.status_code == 403
        assert OVER in answer.text
        assert client.get(CHANGE)["Location"].startswith(LOGIN), "the session is over"
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    assert choose(inside(newcomer, at=CLOSES - SECOND), at=CLOSES - SECOND) == 302


def test_the_page_itself_says_when_the_window_closed(newcomer: User) -> None:
    client = inside(newcomer, at=CLOSES - SECOND)
    with time_machine.travel(CLOSES, tick=False):
        assert OVER in client.get("/home/", follow=True).text


def test_the_code_is_no_password_to_choose(newcomer: User) -> None:
    client = inside(newcomer, at=OPENS)
    assert choose(client, at=OPENS, password=f"zhan-{CODE}-kaoshi") == 422


def test_opening_ends_the_password_from_before_and_its_sessions(station_user: User) -> None:
    client = Client()
    client.force_login(station_user)
    open_first_access(user=station_user, by=None, at=OPENS)
    assert client.get("/home/")["Location"].startswith(LOGIN)
    assert not enters(station_user, PASSWORD, at=OPENS)


def test_opening_again_starts_anew_and_ends_the_sessions_of_the_first_window(newcomer: User) -> None:
    client = inside(newcomer, at=OPENS)
    again = open_first_access(user=newcomer, by=None, at=CLOSES)
    assert (again.opens_at, again.opened_by) == (CLOSES, None)
    with time_machine.travel(CLOSES, tick=False):
        assert client.get(CHANGE)["Location"].startswith(LOGIN)
    assert FirstAccess.objects.filter(user=newcomer).count() == 1
    assert enters(newcomer, CODE, at=CLOSES)


def test_closing_early_ends_the_code_and_whoever_is_in(newcomer: User) -> None:
    client = inside(newcomer, at=OPENS)
    close_first_access(user=newcomer)
    assert not enters(newcomer, CODE, at=OPENS)
    assert choose(client, at=OPENS) == 302
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_whoever_has_a_password_of_their_own_is_not_affected_by_the_code(station_user: User) -> None:
    assert not enters(station_user, CODE, at=OPENS)
    assert enters(station_user, PASSWORD, at=OPENS)


def test_a_password_set_by_another_way_closes_the_window(newcomer: User) -> None:
    set_own_password(user=newcomer, password=CHOSEN)
    assert not enters(newcomer, CODE, at=OPENS)
    open_first_access(user=newcomer, by=None, at=OPENS)
    issue_first_password(user=newcomer)
    assert first_access_of(newcomer) is None
    assert not enters(newcomer, CODE, at=OPENS)


def test_a_usable_password_beside_a_window_shuts_it(newcomer: User) -> None:
    newcomer.set_password(CHOSEN)
    newcomer.save()
    assert not enters(newcomer, CODE, at=OPENS)


def test_a_closed_account_stays_closed(newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert not enters(newcomer, CODE, at=OPENS)
    newcomer.is_active = False
    with pytest.raises(BlockedError, match="该账号已停用"):
        open_first_access(user=newcomer, by=None, at=OPENS)


@pytest.mark.parametrize("kind", [kind for kind in OrganisationKind if kind != OrganisationKind.STATION])
def test_other_kinds_of_organisation_never_get_in_by_their_code(db: None, kind: OrganisationKind) -> None:
    other = main_login_of(people.organisation(kind, f"练习{kind.label}", "49289999"))
    with pytest.raises(BlockedError, match="首次登录窗口只为考试站的主账号开放"):
        open_first_access(user=other, by=None, at=OPENS)
    FirstAccess.objects.create(user=other, opens_at=OPENS, closes_at=CLOSES)
    assert not enters(other, "49289999", at=OPENS)


def test_staff_of_the_same_station_never_get_in_by_its_code(newcomer: User) -> None:
    deputy = User.objects.create_user("副站长钱", role=Role.STATION, organisation=newcomer.organisation)
    with pytest.raises(BlockedError, match="首次登录窗口只为考试站的主账号开放"):
        open_first_access(user=deputy, by=None, at=OPENS)
    FirstAccess.objects.create(user=deputy, opens_at=OPENS, closes_at=CLOSES)
    assert not enters(deputy, CODE, at=OPENS)
    assert enters(newcomer, CODE, at=OPENS)


def test_another_station_stays_closed(newcomer: User, other_station_user: User) -> None:
    assert not enters(other_station_user, CODE, at=OPENS)
    assert not enters(other_station_user, "49284902", at=OPENS)


def test_every_refusal_and_entry_costs_one_hash(
    newcomer: User, other_station_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: PLC0415  the hasher of the test settings

    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        made.append("hash")
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for user, typed in (
        (newcomer, CODE),
        (newcomer, "49284902"),
        (other_station_user, "49284902"),
        (User(username="没有这个人"), CODE),
    ):
        made.clear()
        enters(user, typed, at=OPENS)
        assert made == ["hash"]


def test_a_window_cannot_close_before_it_opens(station_user: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstAccess.objects.create(user=station_user, opens_at=OPENS, closes_at=OPENS)


def test_whoever_has_a_password_is_led_to_the_page_that_asks_for_it(
    client: Client, station_user: User
) -> None:
    client.force_login(station_user)
    for answer in (
        client.get(CHANGE),
        client.post(CHANGE, {"new_password1": CHOSEN, "new_password2": CHOSEN}),
    ):
        assert answer["Location"] == "/account/password/"
    station_user.refresh_from_db()
    assert station_user.check_password(PASSWORD)
