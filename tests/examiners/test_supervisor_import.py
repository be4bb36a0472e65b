"""Import of supervisors from a workbook."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from documents.table_import import read_table
from examiners.models import Supervisor
from examiners.supervisor_table import supervisor_import
from ostami.clock import set_practice_day
from stations.models import Station
from tests.documents.reading import first_tab
from tests.documents.workbooks import sheet
from tests.factories import officers
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
ADDRESS = "/examiners/supervisors/import/"
HEADERS = [
    "姓名",
    "工作单位",
    "所属考试站",
    "所在省份",
    "联系电话",
    "邮箱",
    "证书编号",
    "有效期起",
    "有效期至",
]
FULL = {
    "姓名": "方督导",
    "工作单位": "练习 机械研究院",
    "所属考试站": "４９２８４９０１",
    "所在省份": "江苏省",
    "联系电话": "139 0000 4444",
    "邮箱": "fang@example.com",
    "证书编号": "jx 77",
    "有效期起": date(2026, 1, 1),
    "有效期至": "2028年12月31日",
}
LEAST = {
    "姓名": "史督导",
    "工作单位": "练习研究所",
    "有效期起": "2026-01-01",
    "有效期至": "2026-01-01",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None, station: Station) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def office(management_user: User, client: Client) -> Client:
    client.force_login(management_user)
    return client


def workbook(*rows: dict[str, Any]) -> bytes:
    return sheet(*([row.get(header) for header in HEADERS] for row in rows), headers=HEADERS, tab="督导员")


def upload(client: Client, *rows: dict[str, Any]) -> tuple[str, str]:
    """Send a table; return the number of the upload and the page of its preview."""
    file = SimpleUploadedFile("supervisors.xlsx", workbook(*rows))
    answer = client.post(ADDRESS, {"file": file}, follow=True)
    return answer.redirect_chain[0][0].rpartition("=")[2], answer.content.decode()


def reasons(user: User, *rows: dict[str, Any]) -> list[str]:
    spec = supervisor_import(user, on=TODAY)
    return ["".join(row.problems) for row in read_table(spec, workbook(*rows)).rows]


def test_the_template_has_the_columns(office: Client) -> None:
    content = office.get(ADDRESS, {"template": ""}).content
    assert [cell.value.rstrip("*") for cell in first_tab(content)[1]] == HEADERS


def test_nothing_is_written_before_the_confirmation_and_then_all_of_it_once(
    station: Station, management_user: User, office: Client
) -> None:
    number, html = upload(office, FULL, LEAST)
    assert "确认导入 2 行" in html
    assert not Supervisor.objects.exists()
    answer = office.post(ADDRESS, {"confirm": number}, follow=True)
    assert answer.redirect_chain == [(reverse("examiners:supervisors"), 302)]
    assert "已登记 2 名督导员。" in answer.content.decode()
    office.post(ADDRESS, {"confirm": number})
    shi, fang = Supervisor.objects.all()
    assert (fang.employer, fang.station, fang.phone) == ("练习机械研究院", station, "13900004444")
    assert (fang.certificate_number, fang.valid_to) == ("JX77", date(2028, 12, 31))
    assert (shi.certificate_number, shi.station, shi.province) == ("DD20260001", None, "")
    assert fang.organisation == management_user.organisation
    assert [event.sentence for event in history_of(shi)] == ["从表格导入登记督导员"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, ""),
        ({"姓名": None}, "“姓名”没有填写"),
        ({"姓名": "史1"}, "姓名中不能有“1”"),
        ({"工作单位": None}, "“工作单位”没有填写"),
        ({"所属考试站": "49284999"}, "不在可选范围内"),
        ({"所在省份": "月球"}, "不在可选范围内"),
        ({"联系电话": "12"}, "不是电话号码"),
        ({"邮箱": "shi"}, "不是邮箱地址"),
        ({"有效期起": None}, "“有效期起”没有填写"),
        ({"有效期起": "2026-01-02"}, "早于有效期起"),
        ({"有效期至": "明年"}, "不是日期"),
    ],
)
def test_a_wrong_row_says_why(management_user: User, change: dict[str, Any], sentence: str) -> None:
    (reason,) = reasons(management_user, {**LEAST, **change})
    assert sentence in reason
    assert bool(sentence) == bool(reason)


def test_rows_that_repeat_each_other_are_named(management_user: User) -> None:
    _, second = reasons(management_user, FULL, {**LEAST, "证书编号": "ＪＸ７７"})
    assert "“证书编号”与第 2 行重复" in second
    first, second = reasons(management_user, LEAST, LEAST)
    assert first == ""
    assert "姓名、工作单位和联系电话与第 2 行相同" in second
    assert reasons(management_user, LEAST, {**LEAST, "联系电话": "13900007777"}) == ["", ""]


def test_who_is_registered_already_stops_the_import(
    management_org: Organisation, management_user: User, office: Client
) -> None:
    officers.supervisor(management_org, certificate_number="JX77")
    (both,) = reasons(management_user, FULL)
    assert "证书编号“JX77”已登记给另一名督导员" in both
    assert "已登记为督导员，证书编号 JX77" in both
    number, html = upload(office, FULL, LEAST)
    assert "确认导入" not in html
    office.post(ADDRESS, {"confirm": number})
    assert Supervisor.objects.count() == 1


def test_who_registered_since_the_preview_stops_the_whole_import(
    management_org: Organisation, office: Client
) -> None:
    number, _ = upload(office, FULL, LEAST)
    officers.supervisor(management_org)
    answer = office.post(ADDRESS, {"confirm": number})
    assert answer.status_code == 422
    assert Supervisor.objects.count() == 1
