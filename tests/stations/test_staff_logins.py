"""The logins of a station's staff: granted, shown in every act, ended at once."""

import re
from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rights import Role
from ostami.problems import BlockedError
from stations.models import ApplicationPerson, Position, StaffMember, Station
from stations.services.staff import replace_staff
from stations.services.staff_logins import grant_login
from stations.services.staffing import dismiss
from tests.conftest import Login
from tests.factories import people, staff
from tests.factories.entering import LOGIN, enters, shown_password
from tests.factories.people import PASSWORD
from workflow.audit import history_of, verify
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
FIRST = "/account/password/first/"
FIND = "/account/password/find/"
CHOSEN = "copper-wheel-2031"


def address(name: str, member: StaffMember) -> str:
    return reverse(f"stations:{name}", args=[member.station.code, member.pk])


def granted(member: StaffMember, actor: User) -> User:
    return grant_login(member=member, actor=actor).login


def test_a_granted_login_opens_the_change_of_password_and_then_the_stations_work(
    station: Station, station_user: User, login: Login
) -> None:
    director = staff.member(station, email="jia@example.invalid", phone="13900000001")
    password = shown_password(login(station_user).post(address("staff_login", director)))
    director.refresh_from_db()
    person = director.user
    assert person
    assert (person.username, str(person), person.role) == ("贾站长@49284901", "贾站长", Role.STATION)
    assert (person.organisation, person.email, person.phone) == (
        station.organisation,
        "jia@example.invalid",
        "13900000001",
    )
    client = enters("贾站长＠49284901", password)
    assert client
    assert client.get("/home/")["Location"] == FIRST
    client.post(FIRST, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    for target in ("/home/", "/batches/plans/", "/examiners/", "/reviews/"):
        assert client.get(target).status_code == 200
    assert enters(person.username, password) is None, "a first password serves once"


def test_the_page_says_how_far_each_login_is(station: Station, station_user: User, login: Login) -> None:
    names = ("贾未开", "贾首次", "贾开通", "贾停用")
    _, first, opened, ended = (staff.member(station, name, Position.DEPUTY) for name in names)
    granted(first, station_user)
    staff.login_of(opened)
    staff.login_of(ended)
    client = login(station_user)
    client.post(address("staff_login_end", ended))
    html = client.get(reverse("stations:staff", args=[station.code])).text
    states = re.findall(r'data-label="账号"><span class="badge [^"]*">([^<]+)<', html)
    assert states == ["未开通", "首次密码待修改", "已开通", "已停用"]


def test_equal_names_get_a_number(station: Station, other_station: Station, station_user: User) -> None:
    people.user("贾副3@49284901", Role.CANDIDATE)
    twins = [staff.member(station, "贾副", Position.DEPUTY) for _ in range(3)]
    names = [granted(one, station_user).username for one in twins]
    assert names == ["贾副@49284901", "贾副2@49284901", "贾副4@49284901"]
    elsewhere = staff.login_of(staff.member(other_station, "贾副", Position.DEPUTY))
    assert elsewhere.username == "贾副@49284902"


def test_a_login_is_granted_once(station: Station, station_user: User, login: Login) -> None:
    director = staff.member(station)
    shown_password(login(station_user).post(address("staff_login", director)))
    answer = login(station_user).post(address("staff_login", director))
    assert answer.status_code == 422
    assert "贾站长已有登录账号，可能已由他人开通。忘记密码的，请重新发放首次密码。" in answer.text
    assert station.organisation.users.count() == 2


def test_asking_grants_nothing_until_it_is_confirmed(
    station: Station, station_user: User, login: Login
) -> None:
    director = staff.member(station)
    assert "首次密码只显示一次" in login(station_user).get(address("staff_login", director)).text
    assert not User.objects.filter(staff_member__isnull=False).exists()


def test_a_new_first_password_ends_the_old_one_and_every_session(station: Station, login: Login) -> None:
    director, deputy, _ = staff.three(station)
    keeper = staff.login_of(director)
    person = staff.login_of(deputy)
    session = enters(person.username, PASSWORD)
    assert session
    password = shown_password(login(keeper).post(address("staff_password", deputy)))
    assert session.get("/home/")["Location"].startswith(LOGIN)
    assert enters(person.username, PASSWORD) is None
    client = enters(person.username, password)
    assert client
    assert client.get("/home/")["Location"] == FIRST


@pytest.mark.parametrize("act", ["staff_login_end", "staff_end"])
def test_an_ended_login_is_out_at_once(station: Station, login: Login, act: str) -> None:
    director, deputy, _ = staff.three(station)
    keeper, person = staff.login_of(director), staff.login_of(deputy)
    session = enters(person.username, PASSWORD)
    assert session
    assert session.get("/home/").status_code == 200
    assert login(keeper).post(address(act, deputy)).status_code == 302
    assert session.get("/home/")["Location"].startswith(LOGIN)
    assert enters(person.username, PASSWORD) is None
    assert enters(keeper.username, PASSWORD), "the others stay"


def test_an_ended_login_opens_again_by_a_first_password_alone(
    station: Station, station_user: User, login: Login
) -> None:
    deputy = staff.member(station, "贾副", Position.DEPUTY)
    person = staff.login_of(deputy)
    client = login(station_user)
    client.post(address("staff_login_end", deputy))
    for act in ("staff_login_end", "staff_password"):
        answer = client.post(address(act, deputy))
        assert answer.status_code == 422
        assert "贾副没有可用的登录账号，可能已由他人停用。请刷新页面查看。" in answer.text
    password = shown_password(client.post(address("staff_login", deputy)))
    assert enters(person.username, PASSWORD) is None
    assert enters(person.username, password)
    assert User.objects.filter(staff_member__isnull=False).count() == 1


def test_a_director_who_left_keeps_nothing(station: Station, station_user: User) -> None:
    director = staff.member(station)
    person = staff.login_of(director)
    dismiss(member=director, actor=station_user, today=TODAY)
    successor = staff.member(station, "贾新站")
    assert enters(person.username, PASSWORD) is None
    new = staff.login_of(successor)
    granted(staff.member(station, "贾副", Position.DEPUTY), new)
    with pytest.raises(BlockedError, match="贾站长已于 2026-06-10 离任"):
        grant_login(member=director, actor=new)


def test_the_history_shows_person_and_post_and_no_password(
    station: Station, station_user: User, login: Login
) -> None:
    director, deputy, _ = staff.three(station)
    keeper = staff.login_of(director)
    password = shown_password(login(keeper).post(address("staff_login", deputy)))
    again = shown_password(login(keeper).post(address("staff_password", deputy)))
    login(keeper).post(address("staff_login_end", deputy))
    told = [(event.sentence, event.actor_name, event.changes) for event in history_of(station)]
    assert told == [
        (
            "为贾站长（站长）开通了登录账号",
            station_user.username,
            {"登录名": ["", "贾站长@49284901"]},
        ),
        ("为贾副（副站长）开通了登录账号", "贾站长", {"登录名": ["", "贾副@49284901"]}),
        ("为贾副（副站长）重新发放了首次登录密码", "贾站长", {}),
        ("停用了贾副（副站长）的登录账号", "贾站长", {}),
    ]
    html = login(keeper).get(station.get_absolute_url()).text
    assert "贾站长（考试站站长）" in html
    assert f"{station_user.username}（考试站）" in html
    written = "".join(str(vars(event)) for event in AuditEvent.objects.all())
    assert password not in written
    assert again not in written
    assert verify() == []


def test_every_page_is_headed_by_person_post_and_station(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    person = staff.login_of(staff.member(station))
    heads = {
        person: "贾站长<small>站长 · 职教901考试站</small>",
        station_user: f"{station_user.username}<small>考试站</small>",
        management_user: "王管理<small>管理站</small>",
    }
    for user, head in heads.items():
        assert head in login(user).get("/home/").text


@pytest.mark.parametrize("typed", ["贾站长@49284901", "JIA@example.invalid"])
def test_a_forgotten_password_is_reset_by_mail(
    station: Station, mailoutbox: list[EmailMessage], typed: str
) -> None:
    person = staff.login_of(staff.member(station, email="jia@example.invalid"))
    client = Client()
    client.post(FIND, {"email": typed})
    (mail,) = mailoutbox
    assert mail.to == ["jia@example.invalid"]
    link = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert link
    form = client.get(link[1])["Location"]
    client.post(form, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert enters(person.username, CHOSEN)


def test_an_ended_login_gets_no_reset_mail(
    station: Station, station_user: User, login: Login, mailoutbox: list[EmailMessage]
) -> None:
    director = staff.member(station, email="jia@example.invalid")
    person = staff.login_of(director)
    login(station_user).post(address("staff_login_end", director))
    Client().post(FIND, {"email": person.username})
    assert mailoutbox == []


def test_an_approved_change_ends_the_logins_of_who_leaves_and_keeps_who_stays_reachable(
    station: Station,
) -> None:
    director, deputy, _ = staff.three(station)
    leaving, staying = staff.login_of(director), staff.login_of(deputy)
    session = enters(leaving.username, PASSWORD)
    assert session
    named = [("director", "贾新站", ""), ("deputy", "贾副", "13900000009")]
    people_now = [ApplicationPerson(role=role, name=name, phone=phone) for role, name, phone in named]
    replace_staff(station, people_now, on=TODAY, filed_on=TODAY)
    assert session.get("/home/")["Location"].startswith(LOGIN)
    staying.refresh_from_db()
    assert (staying.is_active, staying.phone) == (True, "13900000009")


@pytest.mark.parametrize(("filed_on", "stays"), [(TODAY, True), (TODAY + timedelta(days=1), False)])
def test_a_deputy_who_began_after_an_application_was_filed_is_not_dismissed_by_it(
    station: Station, *, filed_on: date, stays: bool
) -> None:
    deputy = StaffMember.objects.create(station=station, position=Position.DEPUTY, name="贾后来", since=TODAY)
    replace_staff(station, [], on=TODAY + timedelta(days=2), filed_on=filed_on)
    deputy.refresh_from_db()
    assert (deputy.ended_on is None) is stays
