"""An examiner's own login: by a mailed link, once, within 72 hours, until the appointment is ended."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.rights import Role
from examiners.models import Examiner
from examiners.services.inviting import LoginState, login_state
from examiners.services.roster import end_examiner
from ostami import clock
from ostami.clock import SHANGHAI
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from tests.factories.people import PASSWORD
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)
TODAY = MORNING.date()
NEW_PASSWORD = {"password1": "copper-wheel-2031", "password2": "copper-wheel-2031"}
LINK = re.compile(r"http://testserver(/account/invitation/\S+/)")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The portal's instant, which a test moves by `at[0] = ...`."""
    instant = [MORNING]
    monkeypatch.setattr(clock, "now", lambda: instant[0])
    return instant


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade)
    return trade


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    return exam.examiner(station, "李考评", turning, phone="13900001234", taught_classes="数控2301")


@pytest.fixture
def invite(client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> "Inviting":
    return Inviting(client, django_capture_on_commit_callbacks)


class Inviting:
    """Invite an examiner as somebody and return the mailed link's path."""

    def __init__(self, client: Client, capture: DjangoCaptureOnCommitCallbacks) -> None:
        self.client = client
        self.capture = capture

    def __call__(self, examiner: Examiner, user: User, email: str = "li@example.com") -> str:
        self.client.force_login(user)
        with self.capture(execute=True):
            answer = self.client.post(f"{examiner.get_absolute_url()}invite/", {"email": email})
        assert answer.status_code == 302, answer.content.decode()
        self.client.logout()
        found = LINK.search(str(mail.outbox[-1].body))
        assert found
        return found[1]


def opened(client: Client, link: str) -> User:
    assert client.post(link, NEW_PASSWORD)["Location"] == "/account/login/"
    return User.objects.get(role=Role.EXAMINER)


def test_an_examiner_opens_the_own_login_and_sees_the_own_work(
    client: Client,
    invite: Inviting,
    li: Examiner,
    station: Station,
    station_user: User,
    management_user: User,
) -> None:
    item = exam.approved_plan(station, management_user).items.get()
    batch = exam.draft_batch(station, exam_date=date(2026, 9, 1))
    others = [exam.examiner(station, name, exam.trade()) for name in ("王考评", "赵考评")]
    exam.batch_item(batch, item, [others[0], li, others[1]])
    link = invite(li, station_user)
    assert mail.outbox[0].to == ["li@example.com"]
    assert "李考评" not in f"{mail.outbox[0].subject}{mail.outbox[0].body}"
    page = client.get(link).content.decode()
    username = f"李考评@{li.certificate_number}"
    assert all(words in page for words in (username, "李考评", str(station), "考评员"))
    assert not User.objects.get(role=Role.EXAMINER).is_active, (
        "a program that looks at the link opens nothing"
    )
    login = opened(client, link)
    assert (login.username, login.organisation, login.email) == (
        username,
        station.organisation,
        "li@example.com",
    )
    answer = client.post("/account/login/", {"username": username, "password": NEW_PASSWORD["password1"]})
    assert answer["Location"] == "/home/"
    assert "还没有参加过批次考评" in client.get("/examiners/own/").content.decode()
    perform(batch, "submit", actor=station_user)
    work = client.get("/examiners/own/").content.decode()
    for words in ("数控车工 四级/中级工", "2026-09-01", "实训楼 101", "王考评", "赵考评"):
        assert words in work, words
    assert client.get(batch.get_absolute_url()).status_code == 403
    data = client.get("/examiners/own/data/").content.decode()
    assert 'aria-current="page">我的资料</span>' in data
    for words in (li.certificate_number, "13900001234", "li@example.com", "数控2301", "数控车工"):
        assert words in data, words
    card = client.get("/examiners/own/card/")
    assert (card.status_code, card["Content-Type"]) == (200, "application/pdf")


def test_the_invitation_is_told_in_the_history_with_the_mailbox_masked(
    invite: Inviting, li: Examiner, station_user: User
) -> None:
    invite(li, station_user)
    event = history_of(li).get()
    assert (event.sentence, event.changes) == (
        "邀请开通登录账号",
        {"登录名": ["", f"李考评@{li.certificate_number}"], "邮箱": ["", "l***@example.com"]},
    )


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(hours=72) - timedelta(seconds=1), 302), (timedelta(hours=72), 410)]
)
def test_a_link_is_worth_72_hours(
    client: Client,
    invite: Inviting,
    li: Examiner,
    station_user: User,
    at: list[datetime],
    age: timedelta,
    status: int,
) -> None:
    link = invite(li, station_user)
    at[0] = MORNING + age
    assert client.post(link, NEW_PASSWORD).status_code == status
    assert User.objects.get(role=Role.EXAMINER).is_active is (status == 302)


def test_a_link_opens_once(client: Client, invite: Inviting, li: Examiner, station_user: User) -> None:
    link = invite(li, station_user)
    opened(client, link)
    for answer in (client.get(link), client.post(link, NEW_PASSWORD)):
        assert answer.status_code == 410
        assert "邀请已使用过" in answer.content.decode()


def test_a_new_invitation_takes_the_old_links_worth_and_the_login_stays_one(
    client: Client, invite: Inviting, li: Examiner, station_user: User
) -> None:
    old = invite(li, station_user)
    new = invite(li, station_user, "li.kaoping@example.com")
    assert client.post(old, NEW_PASSWORD).status_code == 410
    assert opened(client, new).email == "li.kaoping@example.com"
    li.refresh_from_db()
    assert (User.objects.filter(role=Role.EXAMINER).count(), li.email) == (1, "li.kaoping@example.com")


def test_a_changed_link_opens_nothing(
    client: Client, invite: Inviting, li: Examiner, station_user: User
) -> None:
    link = invite(li, station_user)
    for wrong in (f"{link[:-3]}xx/", "/account/invitation/abc/"):
        assert "链接不完整或无效" in client.post(wrong, NEW_PASSWORD).content.decode()


def test_a_weak_password_is_refused_and_the_link_stays_good(
    client: Client, invite: Inviting, li: Examiner, station_user: User
) -> None:
    link = invite(li, station_user)
    answer = client.post(link, {"password1": "short", "password2": "short"})
    assert answer.status_code == 422
    assert "密码太短" in answer.content.decode()
    assert opened(client, link).is_active


def test_a_station_cannot_take_an_open_login_over_and_management_can_renew_it(
    login: Login, client: Client, invite: Inviting, li: Examiner, station_user: User, management_user: User
) -> None:
    user = opened(client, invite(li, station_user))
    answer = login(station_user).post(f"{li.get_absolute_url()}invite/", {"email": "x@example.com"})
    assert answer.status_code == 422
    assert "考评员李考评已开通账号" in answer.content.decode()
    client.force_login(user)
    link = invite(li, management_user)
    user.refresh_from_db()
    assert not user.is_active
    assert not user.check_password(NEW_PASSWORD["password1"])
    assert opened(client, link) == user


def test_nobody_invites_another_stations_examiner(
    login: Login, li: Examiner, other_station_user: User, branch_user: User
) -> None:
    address = f"{li.get_absolute_url()}invite/"
    assert login(other_station_user).post(address, {"email": "x@example.com"}).status_code == 404
    assert login(branch_user).post(address, {"email": "x@example.com"}).status_code == 403
    assert not User.objects.filter(role=Role.EXAMINER).exists()


def test_the_end_of_the_appointment_closes_the_login_and_its_sessions(
    client: Client, invite: Inviting, li: Examiner, station_user: User, management_user: User
) -> None:
    user = opened(client, invite(li, station_user))
    client.post("/account/login/", {"username": user.username, "password": NEW_PASSWORD["password1"]})
    assert client.get("/examiners/own/").status_code == 200
    end_examiner(examiner=li, ended_on=TODAY, reason="调离", actor=management_user, today=TODAY)
    assert client.get("/examiners/own/")["Location"].startswith("/account/login/")
    user.refresh_from_db()
    assert not user.is_active


def test_the_end_of_the_appointment_takes_an_unused_links_worth(
    client: Client, login: Login, invite: Inviting, li: Examiner, station_user: User, management_user: User
) -> None:
    link = invite(li, station_user)
    end_examiner(examiner=li, ended_on=TODAY, reason="调离", actor=management_user, today=TODAY)
    assert client.post(link, NEW_PASSWORD).status_code == 410
    answer = login(management_user).post(f"{li.get_absolute_url()}invite/", {"email": "x@example.com"})
    assert "的资格已于 2026-06-01 终止，不能开通账号" in answer.content.decode()


def test_an_end_ahead_closes_the_login_on_its_day(
    client: Client,
    invite: Inviting,
    li: Examiner,
    station_user: User,
    management_user: User,
    at: list[datetime],
) -> None:
    user = opened(client, invite(li, station_user))
    end_examiner(examiner=li, ended_on=date(2026, 6, 3), reason="调离", actor=management_user, today=TODAY)
    client.force_login(user)
    call_command("close_ended_examiner_logins")
    for day, status, state in ((2, 200, LoginState.OPEN), (3, 403, LoginState.ENDED)):
        at[0] = datetime(2026, 6, day, 9, tzinfo=SHANGHAI)
        assert client.get("/examiners/own/").status_code == status
        li.refresh_from_db()
        assert login_state(li, on=at[0].date()) is state
    call_command("close_ended_examiner_logins")
    user.refresh_from_db()
    assert not user.is_active
    last = history_of(li).last()
    assert last is not None
    assert last.sentence == "资格终止，停用了登录账号"


def test_a_login_without_an_appointment_is_told_so(login: Login, station: Station) -> None:
    stray = User.objects.create_user("孙", PASSWORD, role=Role.EXAMINER, organisation=station.organisation)
    for page in ("", "data/", "card/"):
        answer = login(stray).get(f"/examiners/own/{page}")
        assert answer.status_code == 403
        assert "没有对应的考评员登记" in answer.content.decode()


def test_own_pages_are_nobody_elses(login: Login, station_user: User, management_user: User) -> None:
    for user in (station_user, management_user):
        for page in ("", "data/", "card/"):
            assert login(user).get(f"/examiners/own/{page}").status_code == 403
