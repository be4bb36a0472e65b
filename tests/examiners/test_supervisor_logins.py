"""A supervisor's own login and page."""

import re
from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client, TestCase

from accounts.models import Organisation, User
from accounts.rights import Role
from examiners.models import Supervisor
from ostami.clock import set_practice_day
from tests.conftest import Login
from tests.factories import officers, people
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
OWN = "/examiners/supervision/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def fang(management_org: Organisation) -> Supervisor:
    return officers.supervisor(management_org)


@pytest.fixture
def office(management_user: User, client: Client) -> Client:
    client.force_login(management_user)
    return client


def invite(office: Client, supervisor: Supervisor, email: str = "fang@example.com") -> int:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return office.post(f"{supervisor.get_absolute_url()}invite/", {"email": email}).status_code


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"http://testserver(\S+)", str(mail.body))
    assert found
    return found.group(1)


def open_login(link: str) -> int:
    chosen = {"password1": people.PASSWORD, "password2": people.PASSWORD}
    return Client().post(link, chosen).status_code


def test_a_mailed_link_opens_the_login_once(
    fang: Supervisor, office: Client, mailoutbox: list[EmailMessage]
) -> None:
    assert 'value="fang@example.com"' in office.get(f"{fang.get_absolute_url()}invite/").content.decode()
    assert invite(office, fang) == 302
    fang.refresh_from_db()
    login = fang.user
    assert login is not None
    assert (login.role, login.organisation) == (Role.SUPERVISOR, fang.organisation)
    assert (login.username, login.is_active) == (f"方督导@{fang.certificate_number}", False)
    (mail,) = mailoutbox
    assert mail.to == ["fang@example.com"]
    assert "督导员" in str(mail.body)
    assert open_login(link_in(mail)) == 302
    assert open_login(link_in(mail)) == 410
    assert Client().login(username=login.username, password=people.PASSWORD)
    (event,) = history_of(fang)
    assert event.changes == {"登录名": ["", login.username], "邮箱": ["", "f***@example.com"]}


def test_a_second_invitation_takes_the_first_ones_worth(
    fang: Supervisor, office: Client, mailoutbox: list[EmailMessage]
) -> None:
    invite(office, fang)
    invite(office, fang, "new@example.com")
    first, second = map(link_in, mailoutbox)
    assert (open_login(first), open_login(second)) == (410, 302)
    assert User.objects.filter(role=Role.SUPERVISOR).count() == 1


@pytest.mark.parametrize(("days", "status"), [(2, 302), (3, 410)])
def test_the_link_works_for_72_hours(
    fang: Supervisor, office: Client, mailoutbox: list[EmailMessage], days: int, status: int
) -> None:
    invite(office, fang)
    set_practice_day(TODAY + timedelta(days=days))
    set_by_day = open_login(link_in(mailoutbox[0]))
    assert set_by_day == status


def test_an_end_closes_the_login_and_forbids_another(
    fang: Supervisor, office: Client, mailoutbox: list[EmailMessage]
) -> None:
    invite(office, fang)
    open_login(link_in(mailoutbox[0]))
    office.post(f"{fang.get_absolute_url()}end/", {"ended_on": "2026-06-01", "reason": "调离"})
    fang.refresh_from_db()
    assert fang.user
    assert not fang.user.is_active
    assert invite(office, fang) == 422
    html = office.get(f"{fang.get_absolute_url()}invite/", follow=True).content.decode()
    assert "的资格已于 2026-06-01 终止，不能开通账号" in html
    assert len(mailoutbox) == 1


def test_a_login_stays_open_until_the_day_of_an_end_ahead_and_shows_nothing_from_then(
    fang: Supervisor, office: Client, login: Login
) -> None:
    fang.user = people.user("方督导", Role.SUPERVISOR, fang.organisation)
    fang.save()
    office.post(f"{fang.get_absolute_url()}end/", {"ended_on": "2026-06-10", "reason": "调离"})
    mine = login(fang.user)
    set_practice_day(date(2026, 6, 9))
    assert mine.get(OWN).status_code == 200
    set_practice_day(date(2026, 6, 10))
    answer = mine.get(OWN)
    assert (answer.status_code, "已于 2026-06-10 终止" in answer.content.decode()) == (403, True)
    for day, still_open in ((9, True), (10, False)):
        set_practice_day(date(2026, 6, day))
        call_command("close_ended_examiner_logins")
        assert User.objects.filter(supervisor=fang, is_active=True).exists() == still_open
    assert history_of(fang).order_by("-pk")[0].sentence == "资格终止，停用了登录账号"


def test_a_change_reaches_the_login(fang: Supervisor, office: Client) -> None:
    fang.user = people.user("方督导", Role.SUPERVISOR, fang.organisation)
    fang.save()
    sent = {
        "person_name": "方督导",
        "employer": fang.employer,
        "phone": "13900006666",
        "email": "new@example.com",
        "valid_from": "2025-01-01",
        "valid_to": "2027-12-31",
    }
    assert office.post(f"{fang.get_absolute_url()}edit/", sent).status_code == 302
    fang.user.refresh_from_db()
    assert (fang.user.phone, fang.user.email) == ("13900006666", "new@example.com")


def test_supervisors_see_their_own_data_and_nobody_elses(fang: Supervisor, login: Login) -> None:
    fang.user = people.user("方督导", Role.SUPERVISOR, fang.organisation)
    fang.save()
    other = officers.supervisor(fang.organisation, "史督导", phone="13900007777")
    client = login(fang.user)
    html = client.get(OWN).content.decode()
    for text in ("方督导", fang.certificate_number, "13900004444", "资格有效，还有 578 天"):
        assert text in html
    assert "史督导" not in html
    for address in ("/examiners/supervisors/", other.get_absolute_url(), fang.get_absolute_url()):
        assert client.get(address).status_code == 403


def test_a_login_without_an_appointment_is_told_so(management_org: Organisation, login: Login) -> None:
    answer = login(people.user("无登记", Role.SUPERVISOR, management_org)).get(OWN)
    assert (answer.status_code, "没有对应的督导员登记" in answer.content.decode()) == (403, True)
    assert login(people.user("别的", Role.MANAGEMENT, management_org)).get(OWN).status_code == 403
