"""The roster of supervisors."""

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from examiners.models import Supervisor
from ostami.clock import set_practice_day
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab, pdf_text, squeezed
from tests.factories import officers
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
LIST = "/examiners/supervisors/"
NEW = f"{LIST}new/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def fang(management_org: Organisation) -> Supervisor:
    return officers.supervisor(management_org)


@pytest.fixture
def shi(management_org: Organisation, other_station: Station) -> Supervisor:
    facts = {"province": "浙江省", "valid_to": date(2026, 5, 31), "station": other_station}
    return officers.supervisor(management_org, "史督导", phone="13900007777", **facts)


@pytest.fixture
def office(management_user: User, client: Client) -> Client:
    client.force_login(management_user)
    return client


def names(client: Client, **query: str) -> list[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [one.person_name for one in answer.context["object_list"]]


def typed(**facts: Any) -> dict[str, Any]:
    return {
        "person_name": " 方 督导 ",
        "employer": "练习 机械研究院",
        "station": "",
        "province": "江苏省",
        "phone": "139 0000 4444",
        "email": "fang@example.com",
        "certificate_number": "",
        "valid_from": "2026-06-01",
        "valid_to": "2029-05-31",
        **facts,
    }


# --- who sees whom ---


def test_stations_branches_and_schools_never_see_supervisors(
    fang: Supervisor, station_user: User, branch_user: User, login: Login
) -> None:
    own = fang.get_absolute_url()
    for user in (station_user, branch_user):
        client = login(user)
        below = ("edit/", "renew/", "end/", "invite/")
        addresses = [LIST, own, *(f"{own}{name}" for name in below)]
        addresses += [f"{LIST}{name}/" for name in ("new", "import", "export", "roster")]
        assert {client.get(address).status_code for address in addresses} == {403}
        assert {client.post(f"{own}{name}").status_code for name in below} == {403}
    assert not history_of(fang).exists()


def test_the_centre_looks_and_management_acts(fang: Supervisor, centre_user: User, login: Login) -> None:
    client = login(centre_user)
    assert names(client) == ["方督导"]
    page = client.get(fang.get_absolute_url()).content.decode()
    assert "修改资料" not in page
    assert client.get(NEW).status_code == 403
    assert client.post(f"{fang.get_absolute_url()}end/").status_code == 403


def test_management_sees_its_own_alone(fang: Supervisor, centre_org: Organisation, office: Client) -> None:
    foreign = officers.supervisor(centre_org, "别人")
    assert names(office) == ["方督导"]
    for below in ("", "edit/", "renew/", "end/", "invite/"):
        assert office.get(f"{foreign.get_absolute_url()}{below}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "史"}, ["史督导"]),
        ({"q": "dd2025"}, ["史督导", "方督导"]),
        ({"province": "浙江省"}, ["史督导"]),
        ({"province": "江苏省", "validity": "expired"}, []),
        ({"validity": "valid"}, ["方督导"]),
        ({"validity": "expired"}, ["史督导"]),
        ({"validity": "nonsense"}, ["史督导", "方督导"]),
    ],
)
def test_filters_narrow_the_list(
    fang: Supervisor, shi: Supervisor, office: Client, query: dict[str, str], found: list[str]
) -> None:
    assert names(office, **query) == found


def test_the_list_costs_the_same_at_one_and_three(
    fang: Supervisor, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office.get(LIST)
    with django_assert_num_queries(7):
        assert len(names(office)) == 1
    for name in ("甲督导", "乙督导"):
        officers.supervisor(fang.organisation, name)
    with django_assert_num_queries(7):
        assert len(names(office)) == 3


def test_workbook_and_paper_say_what_the_filtered_list_says(
    fang: Supervisor, shi: Supervisor, office: Client
) -> None:
    shi_station = shi.station
    assert shi_station
    content = office.get(f"{LIST}export/", {"province": "浙江省"}).content
    rows = [list(line) for line in first_tab(content).iter_rows(values_only=True)]
    (row,) = rows[next(number for number, line in enumerate(rows) if line[0] == "姓名") + 1 :]
    told = [shi.person_name, shi.certificate_number, shi.employer, str(shi_station)]
    assert row[:6] == [*told, "浙江省", "13900007777"]
    assert row[-1] == "已过期"
    paper = squeezed(pdf_text(office.get(f"{LIST}roster/", {"province": "浙江省"}).content, "-raw"))
    for text in ("督导员名册", shi.person_name, shi.certificate_number, "已过期"):
        assert text in paper
    assert "方督导" not in paper


# --- registering and changing ---


def test_management_registers_a_supervisor_with_the_next_number(
    station: Station, management_user: User, office: Client
) -> None:
    form = office.get(NEW).content.decode()
    for text in ('value="2026-06-01"', 'value="2029-05-31"', str(station)):
        assert text in form
    html = office.post(NEW, typed(station=station.pk), follow=True).content.decode()
    made = Supervisor.objects.get()
    assert (made.person_name, made.employer) == ("方督导", "练习机械研究院")
    assert (made.phone, made.station) == ("13900004444", station)
    assert made.organisation == management_user.organisation
    assert made.certificate_number == "DD20260001"
    for text in ("督导员已登记。", "DD20260001", "139****4444", "f***@example.com"):
        assert text in html
    (event,) = history_of(made)
    assert (event.sentence, event.actor) == ("登记督导员", management_user)


def test_numbers_follow_the_setting_and_pass_typed_ones_over(
    management_org: Organisation, office: Client, settings: LazySettings
) -> None:
    settings.SUPERVISOR_NUMBER_PATTERN = "JXDD-{year}-{serial:03d}"
    officers.supervisor(management_org, certificate_number="JXDD-2026-001")
    office.post(NEW, typed(person_name="史督导"))
    office.post(NEW, typed(person_name="时督导", certificate_number=" jx 77 "))
    numbers = Supervisor.objects.order_by("pk").values_list("certificate_number", flat=True)
    assert list(numbers) == ["JXDD-2026-001", "JXDD-2026-002", "JX77"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"person_name": ""}, "请填写姓名。"),
        ({"employer": " "}, "请填写工作单位。"),
        ({"phone": "12"}, "电话号码不正确"),
        ({"email": "fang"}, "邮箱格式不正确"),
        ({"province": "月球"}, "请从列表中选择省份。"),
        ({"station": "999999"}, "没有这个考试站。请从列表中选择。"),
        ({"valid_to": "2026-05-31"}, "早于有效期起"),
        ({"valid_from": "2026-02-30"}, "有效期起不是有效的日期"),
    ],
)
def test_bad_facts_are_refused_in_words_and_kept(
    office: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = office.post(NEW, typed(**facts))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "2029-05-31" in html or "valid_to" in facts
    assert not Supervisor.objects.exists()


def test_an_appointment_of_one_day_is_one(office: Client) -> None:
    assert office.post(NEW, typed(valid_to="2026-06-01")).status_code == 302


def test_a_second_click_and_a_taken_number_are_refused(office: Client) -> None:
    office.post(NEW, typed(certificate_number="JX77"))
    again = office.post(NEW, typed())
    assert again.status_code == 422
    assert "已登记为督导员，证书编号 JX77" in again.content.decode()
    taken = office.post(NEW, typed(person_name="史督导", certificate_number="jx77"))
    assert "证书编号“JX77”已登记给另一名督导员" in taken.content.decode()
    assert Supervisor.objects.count() == 1


def test_who_ran_out_can_be_registered_anew(office: Client) -> None:
    office.post(NEW, typed())
    set_practice_day(date(2029, 5, 31))
    again = typed(valid_from="2029-05-31", valid_to="2032-05-30")
    assert office.post(NEW, again).status_code == 422
    set_practice_day(date(2029, 6, 1))
    assert office.post(NEW, again).status_code == 302


def test_a_change_tells_what_differed_and_keeps_the_number(fang: Supervisor, office: Client) -> None:
    edit = f"{fang.get_absolute_url()}edit/"
    form = office.get(edit).content.decode()
    for text in ('value="方督导"', 'value="练习机械研究院"', f'value="{fang.certificate_number}"'):
        assert text in form
    sent = typed(person_name="方督导", valid_from="2025-01-01", valid_to="2027-12-31")
    unchanged = office.post(edit, sent)
    assert (unchanged.status_code, "没有任何改动" in unchanged.content.decode()) == (422, True)
    html = office.post(edit, {**sent, "province": "浙江省"}, follow=True).content.decode()
    assert "督导员资料已修改。" in html
    (event,) = history_of(fang)
    assert event.changes == {"所在省份": ["江苏省", "浙江省"]}
    fang.refresh_from_db()
    assert fang.certificate_number.startswith("DD2025")


def test_renewal_and_end_are_recorded_with_their_reasons(fang: Supervisor, office: Client) -> None:
    own = fang.get_absolute_url()
    office.post(f"{own}renew/", {"valid_to": "2030-12-31", "reason": "续聘"})
    office.post(f"{own}end/", {"ended_on": "2026-06-01", "reason": "调离"})
    told = [(one.sentence, one.reason, one.changes) for one in history_of(fang).order_by("pk")]
    assert told == [
        ("续期督导员资格", "续聘", {"有效期至": ["2027-12-31", "2030-12-31"]}),
        ("终止督导员资格", "调离", {"终止日期": ["", "2026-06-01"]}),
    ]
    html = office.get(own).content.decode()
    assert "已终止" in html
    assert f"{own}renew/" not in html


def test_an_end_lies_within_the_appointment(fang: Supervisor, office: Client) -> None:
    end = f"{fang.get_absolute_url()}end/"
    for day, status in (("2024-12-31", 422), ("2028-01-01", 422), ("2027-12-31", 302)):
        assert office.post(end, {"ended_on": day, "reason": "到任"}).status_code == status


def test_an_empty_list_says_how_it_fills(office: Client, centre_user: User, login: Login) -> None:
    assert "请逐个登记，或从表格导入" in office.get(LIST).content.decode()
    assert "清除全部条件" in office.get(LIST, {"q": "无"}).content.decode()
    assert "由管理站登记" in login(centre_user).get(LIST).content.decode()
