"""A school registers: a login comes by a confirmed mail address alone."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from ostami import clock
from ostami.clock import SHANGHAI
from stations.models import ApplicantRegistration, Station, StationStatus
from stations.provinces import PROVINCES
from tests.conftest import Login
from tests.factories.stations import applicant
from workflow.audit import history_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("management_org")]

REGISTER = "/applications/register/"
PASSWORD = "copper-wheel-2031"
SCHOOL = {
    "name": "练习机电职业学院",
    "province": "江苏省",
    "contact": "钱联系",
    "phone": "0519-80000000",
    "email": "office@example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
MORNING = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _no_mail_counted_before() -> None:
    cache.clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The portal's instant, which a test moves by `at[0] = ...`."""
    instant = [MORNING]
    monkeypatch.setattr(clock, "now", lambda: instant[0])
    return instant


def register(client: Client, capture: DjangoCaptureOnCommitCallbacks, **changed: str) -> str:
    """Register and return the path of the mailed link."""
    with capture(execute=True):
        answer = client.post(REGISTER, {**SCHOOL, **changed})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/applications/register/sent/"
    found = re.search(r"http://testserver(/applications/register/confirm/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def confirm(client: Client, link: str, password: str = PASSWORD) -> Any:
    return client.post(link, {"password": password})


def refused(client: Client, **changed: str) -> str:
    answer = client.post(REGISTER, {**SCHOOL, **changed})
    assert answer.status_code == 422
    assert not ApplicantRegistration.objects.exists()
    return answer.content.decode()


def test_a_school_registers_confirms_its_mail_address_and_logs_in(
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    management_org: Organisation,
) -> None:
    link = register(
        client, django_capture_on_commit_callbacks, name="练习机电 职业学院", phone="０５１９－80000000"
    )
    assert mail.outbox[0].to == ["office@example.com"]
    assert SCHOOL["contact"] not in mail.outbox[0].body
    assert not User.objects.filter(role=Role.APPLICANT).exists(), "nothing is opened yet"
    page = client.get(link)
    assert all(told in page.content.decode() for told in ("练习机电职业学院", "钱联系", "确认邮箱并开户"))
    assert not User.objects.filter(role=Role.APPLICANT).exists(), (
        "a program that looks at the link opens nothing"
    )
    assert confirm(client, link)["Location"] == "/account/login/"
    school = Organisation.objects.get(kind=OrganisationKind.APPLICANT)
    assert (school.name, school.code, school.parent) == ("练习机电职业学院", "SQ000001", management_org)
    assert (school.province, school.email, school.phone) == ("江苏省", "office@example.com", "0519-80000000")
    user = school.users.get()
    assert (user.username, user.role, user.person_name) == ("练习机电职业学院", Role.APPLICANT, "钱联系")
    assert [event.sentence for event in history_of(user)] == ["确认邮箱，开通了申报单位账号"]
    answer = client.post("/account/login/", {"username": "练习机电职业学院", "password": PASSWORD})
    assert answer["Location"] == "/home/"
    assert client.get("/applications/").status_code == 200


def test_codes_of_schools_follow_each_other(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for name in ("练习甲职业学院", "练习乙职业学院"):
        confirm(client, register(client, django_capture_on_commit_callbacks, name=name))
    codes = Organisation.objects.filter(kind=OrganisationKind.APPLICANT).values_list("code", flat=True)
    assert list(codes) == ["SQ000001", "SQ000002"]


def test_the_password_is_never_kept_as_typed(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    register(client, django_capture_on_commit_callbacks)
    assert PASSWORD not in str(ApplicantRegistration.objects.values())


def test_a_link_confirms_once(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = register(client, django_capture_on_commit_callbacks)
    confirm(client, link)
    for answer in (client.get(link), confirm(client, link)):
        assert answer.status_code == 410
        assert "已经确认过" in answer.content.decode()
    assert Organisation.objects.filter(kind=OrganisationKind.APPLICANT).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "请填写注册时设置的密码"), ("a-guess-2031-x", "密码不正确")]
)
def test_a_school_does_not_open_the_account_that_a_stranger_registered_with_its_address(
    typed: str,
    sentence: str,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Otherwise the account would be the school's by name, and the stranger's by password."""
    strangers = {"password1": "strangers-choice-31", "password2": "strangers-choice-31"}
    link = register(client, django_capture_on_commit_callbacks, **strangers)
    answer = confirm(client, link, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(role=Role.APPLICANT).exists()
    assert confirm(client, link, strangers["password1"]).status_code == 302


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(hours=48) - timedelta(seconds=1), 302), (timedelta(hours=48), 410)]
)
def test_a_link_is_worth_48_hours(
    age: timedelta,
    status: int,
    client: Client,
    at: list[datetime],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    link = register(client, django_capture_on_commit_callbacks)
    at[0] = MORNING + age
    answer = confirm(client, link)
    assert answer.status_code == status
    if status == 410:
        assert "链接已过期" in answer.content.decode()


def test_a_link_that_was_changed_or_made_up_opens_nothing(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = register(client, django_capture_on_commit_callbacks)
    for wrong in (link[:-3] + "xx/", "/applications/register/confirm/abc/"):
        answer = confirm(client, wrong)
        assert answer.status_code == 410
        assert "链接不完整或无效" in answer.content.decode()
    assert not User.objects.filter(role=Role.APPLICANT).exists()


def test_registering_again_replaces_a_mistyped_address(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    old = register(client, django_capture_on_commit_callbacks, email="ofice@example.com")
    new = register(client, django_capture_on_commit_callbacks)
    assert ApplicantRegistration.objects.get().email == "office@example.com"
    assert "重新提交的注册代替" in confirm(client, old).content.decode()
    assert confirm(client, new).status_code == 302


def test_registrations_that_nobody_confirmed_are_deleted(
    client: Client, at: list[datetime], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    register(client, django_capture_on_commit_callbacks, name="练习忘记职业学院")
    at[0] = MORNING + timedelta(hours=48)
    register(client, django_capture_on_commit_callbacks)
    assert [str(one) for one in ApplicantRegistration.objects.all()] == ["练习机电职业学院"]


def test_a_registered_name_is_refused_with_what_to_do(client: Client, management_org: Organisation) -> None:
    applicant("练习机电职业学院", management=management_org)
    answer = refused(client, name="练习机电　职业学院")
    assert "“练习机电职业学院”已注册" in answer
    assert "找回密码" in answer


def test_a_host_organization_of_a_station_uses_the_stations_login(client: Client, station: Station) -> None:
    answer = refused(client, name=station.host_organization)
    assert f"“{station.host_organization}”已是“{station}”的承建单位" in answer


def test_the_host_of_a_closed_station_may_register_again(
    client: Client, station: Station, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Station.objects.filter(pk=station.pk).delete()
    facts = {"host_organization": "练习机电职业学院", "status": StationStatus.CLOSED}
    Station.objects.create(organisation=station.organisation, **facts)
    assert register(client, django_capture_on_commit_callbacks)


def test_a_name_taken_between_mail_and_confirmation_is_refused(
    client: Client,
    management_org: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    link = register(client, django_capture_on_commit_callbacks)
    applicant("练习机电职业学院", management=management_org)
    answer = confirm(client, link)
    assert answer.status_code == 410
    assert "已注册" in answer.content.decode()


def test_the_answer_tells_nothing_about_mail_addresses(
    client: Client,
    management_org: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    applicant("练习另一所职业学院", management=management_org)
    known, unknown = "school@example.com", "nobody@example.com"
    for name, address in (("练习甲职业学院", known), ("练习乙职业学院", unknown)):
        register(client, django_capture_on_commit_callbacks, name=name, email=address)
        assert client.get("/applications/register/sent/").status_code == 200


def test_nobody_can_have_an_address_flooded_with_mails(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for _ in range(5):
        register(client, django_capture_on_commit_callbacks)
    answer = client.post(REGISTER, {**SCHOOL, "email": "OFFICE@example.com"})
    assert answer.status_code == 422
    assert "确认邮件已有 5 封" in answer.content.decode()
    assert len(mail.outbox) == 5


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "请填写单位全称"),
        ({"name": "机电"}, "不要用简称"),
        ({"name": "机械行业职业能力评价职教903考试站"}, "不填考试站名称"),
        ({"province": "江苏"}, "请从列表中选择省份"),
        ({"contact": ""}, "请填写姓名"),
        ({"contact": "钱联系1"}, "不能有“1”"),
        ({"phone": "12345"}, "电话号码不正确"),
        ({"email": "office"}, "邮箱格式不正确"),
        ({"email": f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.com"}, "邮箱过长"),
        ({"password2": "another-one-31"}, "两次输入的密码不一致"),
        ({"password1": "short", "password2": "short"}, "密码太短"),
        ({"password1": "练习机电职业学院1", "password2": "练习机电职业学院1"}, "太相似"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    client: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = refused(client, **changed)
    assert sentence in answer
    if "contact" not in changed:
        assert 'value="钱联系"' in answer
    assert PASSWORD not in answer


def test_the_list_of_provinces_is_whole() -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 32


def test_whoever_is_logged_in_is_led_home(login: Login, management_user: User) -> None:
    assert login(management_user).get(REGISTER)["Location"] == "/home/"
