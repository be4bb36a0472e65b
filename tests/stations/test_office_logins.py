"""The logins of people of centre, management station and branch: kept by the office's main login alone."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.rights import Role
from accounts.services import main_login_of, set_own_password
from stations.services.office_logins import Colleague, add_colleague
from tests.conftest import Login
from tests.factories import people
from tests.factories.entering import LOGIN, enters, shown_password
from tests.factories.people import PASSWORD
from workflow.audit import verify
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST, NEW, FIRST = "/office/logins/", "/office/logins/new/", "/account/password/first/"
CHOSEN = "copper-wheel-2031"
ACTS = ("login_edit", "login_password", "login_end", "login_reopen")


@dataclass(frozen=True)
class Office:
    """An office's main login, and a colleague's who chose `PASSWORD`."""

    main: User
    colleague: User


@pytest.fixture
def management(management_org: Organisation) -> Office:
    return office_of(management_org, "林静")


@pytest.fixture
def centre(centre_org: Organisation) -> Office:
    return office_of(centre_org, "苏敏")


def office_of(organisation: Organisation, name: str) -> Office:
    main = main_login_of(organisation)
    set_own_password(user=main, password=PASSWORD)
    login = add_colleague(person=Colleague(name=name, phone="", email=""), actor=main).login
    set_own_password(user=login, password=PASSWORD)
    return Office(main, login)


def at(act: str, person: User) -> str:
    return reverse(f"office:{act}", args=[person.pk])


def states(client: Client) -> dict[str, str]:
    html = client.get(LIST).text
    names = re.findall(r'data-label="姓名">([^<]+)<', html)
    return dict(
        zip(names, re.findall(r'data-label="账号"><span class="badge [^"]*">([^<]+)<', html), strict=True)
    )


@pytest.mark.parametrize(
    ("fixture", "role", "page"),
    [
        ("management_user", Role.MANAGEMENT, "/certificates/blanks/"),
        ("centre_user", Role.CENTRE, "/certificates/prefixes/"),
        ("branch_user", Role.BRANCH, "/batches/"),
    ],
)
def test_a_main_login_adds_a_colleague_who_then_does_the_offices_work(
    request: pytest.FixtureRequest, login: Login, fixture: str, role: Role, page: str
) -> None:
    office = request.getfixturevalue(fixture).organisation
    main = main_login_of(office)
    typed = {"name": " 林 静 ", "phone": "１３９０００００００１", "email": "lin@example.invalid"}
    password = shown_password(login(main).post(NEW, typed))
    person = User.objects.get_by_natural_key(f"林静@{office.code}")
    assert (str(person), person.role, person.organisation) == ("林静", role, office)
    assert (person.phone, person.email) == ("13900000001", "lin@example.invalid")
    client = enters(f"林静＠{office.code}", password)
    assert client
    assert client.get("/home/")["Location"] == FIRST
    client.post(FIRST, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert client.get(page).status_code == 200
    assert enters(person.username, password) is None, "a first password serves once"


def test_a_colleague_reads_who_keeps_the_logins_and_can_do_nothing(management: Office, login: Login) -> None:
    client = login(management.colleague)
    html = client.get(LIST).text
    words = "您使用的是个人账号，不能管理本单位人员账号。此事由本单位主账号“练习管理站”办理。"
    assert words in html
    assert NEW not in html
    addresses = [NEW, *(at(act, management.colleague) for act in ACTS)]
    before = list(User.objects.order_by("pk").values())
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"name": "某人"})):
            assert answer.status_code == 403
            assert words in answer.text
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("act", ACTS)
def test_people_of_another_office_and_the_main_login_are_not_found(
    management: Office, centre: Office, login: Login, act: str
) -> None:
    client = login(management.main)
    supervisor = people.user("方督导", Role.SUPERVISOR, management.main.organisation)
    for other in (centre.colleague, centre.main, management.main, supervisor):
        assert client.get(at(act, other)).status_code == 404
        assert client.post(at(act, other)).status_code == 404
    assert states(client) == {"林静": "已开通"}


def test_stations_and_others_have_no_such_page(station_user: User, management: Office, login: Login) -> None:
    candidate = people.candidate("李雷").user
    for user in (station_user, candidate):
        client = login(user)
        for address in (LIST, NEW, at("login_end", management.colleague)):
            assert client.get(address).status_code == 403
    assert "管理站、省级分支机构、指导中心办理" in login(station_user).get(LIST).text


def test_a_shut_login_is_out_at_once_and_opens_again_by_a_first_password_alone(
    management: Office, login: Login
) -> None:
    person, client = management.colleague, login(management.main)
    session = enters(person.username, PASSWORD)
    assert session
    assert session.get("/home/").status_code == 200
    assert client.post(at("login_end", person))["Location"] == LIST
    assert session.get("/home/")["Location"].startswith(LOGIN)
    assert enters(person.username, PASSWORD) is None
    assert states(client) == {"林静": "已停用"}
    for act in ("login_end", "login_password"):
        answer = client.post(at(act, person))
        assert answer.status_code == 422
        assert "林静的登录账号已停用，可能已由他人办理。请刷新页面查看。" in answer.text
    password = shown_password(client.post(at("login_reopen", person)))
    assert enters(person.username, PASSWORD) is None
    assert enters(person.username, password)
    assert states(client) == {"林静": "首次密码待修改"}
    again = client.post(at("login_reopen", person))
    assert again.status_code == 422
    assert "忘记密码的，请重新发放首次密码。" in again.text


def test_a_new_first_password_ends_the_old_one_and_every_session(management: Office, login: Login) -> None:
    person = management.colleague
    session = enters(person.username, PASSWORD)
    assert session
    password = shown_password(login(management.main).post(at("login_password", person)))
    assert session.get("/home/")["Location"].startswith(LOGIN)
    assert enters(person.username, PASSWORD) is None
    assert enters(person.username, password)


def test_one_person_has_one_login_and_namesakes_are_told_apart_by_phone(
    management: Office, login: Login
) -> None:
    client = login(management.main)
    answer = client.post(NEW, {"name": "林静", "phone": "", "email": "lin@example.invalid"})
    assert answer.status_code == 422
    assert "林静已有登录账号（林静@49283000）。请核对；同名的另一人，请填写其本人的联系电话。" in answer.text
    assert 'value="lin@example.invalid"' in answer.text
    client.post(at("login_end", management.colleague))
    answer = client.post(NEW, {"name": "林静"})
    assert "请返回名单为其重新开通；同名的另一人，请填写其本人的联系电话。" in answer.text
    shown_password(client.post(NEW, {"name": "林静", "phone": "13900000002"}))
    assert User.objects.get_by_natural_key("林静2@49283000").phone == "13900000002"


def test_what_is_wrong_with_a_name_or_an_address_is_said(management: Office, login: Login) -> None:
    answer = login(management.main).post(NEW, {"name": "林", "email": "lin"})
    assert answer.status_code == 422
    assert "姓名至少 2 个字" in answer.text
    assert "邮箱格式不正确" in answer.text


def test_how_a_colleague_is_reached_is_kept(management: Office, login: Login) -> None:
    person, client = management.colleague, login(management.main)
    told = {"phone": "13900000003", "email": "lin@example.invalid"}
    for _ in range(2):
        assert client.post(at("login_edit", person), told)["Location"] == LIST
    person.refresh_from_db()
    assert (person.phone, person.email) == ("13900000003", "lin@example.invalid")
    assert 'value="13900000003"' in client.get(at("login_edit", person)).text
    assert AuditEvent.objects.filter(action="change_reach").count() == 1


def test_the_page_tells_every_act_and_never_a_password(management: Office, login: Login) -> None:
    person, client = management.colleague, login(management.main)
    passwords = [shown_password(client.post(at("login_password", person)))]
    client.post(at("login_end", person))
    passwords.append(shown_password(client.post(at("login_reopen", person))))
    html = client.get(LIST).text.partition("办理记录")[2]
    assert re.findall(r"<strong>([^<]+)</strong>\s*<span[^>]*>([^<]+)<", html)[:4] == [
        ("为林静重新开通了登录账号", "练习管理站（管理站）"),
        ("停用了林静的登录账号", "练习管理站（管理站）"),
        ("为林静重新发放了首次登录密码", "练习管理站（管理站）"),
        ("设置了登录密码", "林静（管理站）"),
    ]
    assert AuditEvent.objects.get(action="add_colleague").changes == {"登录名": ["", "林静@49283000"]}
    written = "".join(str(vars(event)) for event in AuditEvent.objects.all())
    assert not [password for password in passwords if password in written]
    assert verify() == []


def test_asking_changes_nothing_until_it_is_confirmed(management: Office, login: Login) -> None:
    client, before = login(management.main), list(User.objects.order_by("pk").values())
    for address in (NEW, *(at(act, management.colleague) for act in ACTS)):
        assert client.get(address).status_code == 200
    assert list(User.objects.order_by("pk").values()) == before


def test_a_long_list_costs_no_more_queries(
    management: Office, login: Login, django_assert_num_queries: Any
) -> None:
    client = login(management.main)
    client.get(LIST)
    with django_assert_num_queries(4):
        client.get(LIST)
    for name in ("周一", "周二"):
        add_colleague(person=Colleague(name=name, phone="", email=""), actor=management.main)
    with django_assert_num_queries(4):
        client.get(LIST)
