"""Import of examiners from a workbook."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from documents.table_import import read_table
from examiners.import_table import examiner_import, import_examiners
from examiners.models import Examiner
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.documents.workbooks import sheet
from tests.factories import exam
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

ADDRESS = "/examiners/import/"
ROW = {
    "考试站编码": "４９２８４９０１",
    "姓名": " 李考评 ",
    "类别": "高级考评员",
    "考评员证号": "kp 2026001",
    "联系电话": "139 0000 1234",
    "邮箱": "li@example.com",
    "有效期起": date(2026, 1, 1),
    "有效期至": "2028年12月31日",
    "工种编码": "jx04-05-01-01",
}


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(date(2026, 6, 1))


def workbook(actor: User, *rows: dict[str, Any]) -> bytes:
    headers = [column.header for column in examiner_import(actor).columns]
    return sheet(*([row.get(header) for header in headers] for row in rows), headers=headers, tab="考评员")


def reasons(actor: User, *rows: dict[str, Any]) -> list[str]:
    table = read_table(examiner_import(actor), workbook(actor, *rows))
    return ["".join(row.problems) for row in table.rows]


def upload(client: Client, actor: User, *rows: dict[str, Any]) -> tuple[str, str]:
    """Send a table; return the upload's number and the page of its preview."""
    file = SimpleUploadedFile("examiners.xlsx", workbook(actor, *rows))
    answer = client.post(ADDRESS, {"file": file}, follow=True)
    return answer.redirect_chain[0][0].rpartition("=")[2], answer.content.decode()


def test_nothing_is_written_before_the_confirmation_and_then_all_of_it(
    station: Station, turning: Trade, management_user: User, login: Login
) -> None:
    client = login(management_user)
    number, html = upload(client, management_user, ROW, {**ROW, "姓名": "王考评", "考评员证号": "KP2026002"})
    assert "确认导入 2 行" in html
    assert not Examiner.objects.exists()
    html = client.post(ADDRESS, {"confirm": number}, follow=True).content.decode()
    assert "已登记 2 名考评员" in html
    li = Examiner.objects.get(certificate_number="KP2026001")
    assert (li.station, li.person_name, li.grade) == (station, "李考评", "senior")
    assert (li.phone, li.email) == ("13900001234", "li@example.com")
    assert (li.valid_from, li.valid_to) == (date(2026, 1, 1), date(2028, 12, 31))
    assert list(li.trades.all()) == [turning]
    event = history_of(li).get()
    assert (event.sentence, event.actor) == ("从表格导入登记", management_user)
    client.post(ADDRESS, {"confirm": number})
    assert Examiner.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, ""),
        ({"联系电话": None, "邮箱": None}, ""),
        ({"考试站编码": None}, "“考试站编码”没有填写"),
        ({"考试站编码": "49284999"}, "没有机构编码为“49284999”的考试站"),
        ({"姓名": " "}, "“姓名”没有填写"),
        ({"类别": "组长"}, "不在可选范围内"),
        ({"考评员证号": None}, "“考评员证号”没有填写"),
        ({"联系电话": "12"}, "不是电话号码"),
        ({"邮箱": "li"}, "不是邮箱地址"),
        ({"有效期起": "明年"}, "不是日期"),
        ({"有效期至": "2025-12-31"}, "早于有效期起"),
        ({"有效期至": "2026-01-01"}, ""),
        ({"工种编码": None}, "“工种编码”没有填写"),
        ({"工种编码": "JX99"}, "“JX99”不在该考试站获批的评价范围内（服务指南 4.7-6）"),
        ({"工种编码": "JX04-05-01-01、JX04-05-01-01"}, "同一个工种填写了不止一次"),
        ({"工种编码": "A、B、C、D"}, "有 4 个工种，每名考评员最多 3 个（服务指南 3.2）"),
    ],
)
def test_a_wrong_row_says_why(
    turning: Trade, management_user: User, change: dict[str, Any], sentence: str
) -> None:
    (reason,) = reasons(management_user, {**ROW, **change})
    assert sentence in reason
    assert bool(sentence) == bool(reason)


def test_a_number_is_registered_once(station: Station, turning: Trade, management_user: User) -> None:
    assert "与第 2 行重复" in reasons(management_user, ROW, {**ROW, "姓名": "王考评"})[1]
    exam.examiner(station, "孙考评", certificate_number="KP2026001")
    assert "“考评员证号”KP2026001 已登记" in reasons(management_user, ROW)[0]


def test_a_station_out_of_scope_is_not_known(
    station: Station, turning: Trade, management_user: User, centre_user: User
) -> None:
    station.organisation.parent = None
    station.organisation.save()
    assert "没有机构编码为“49284901”的考试站" in reasons(management_user, ROW)[0]
    assert reasons(centre_user, ROW) == [""]


def test_what_changed_since_the_upload_stops_the_whole_import(
    station: Station, turning: Trade, management_user: User
) -> None:
    second = {**ROW, "考评员证号": "KP2026002"}
    table = read_table(examiner_import(management_user), workbook(management_user, ROW, second))
    exam.examiner(station, "孙考评", certificate_number="KP2026002")
    with pytest.raises(BlockedError, match="登记数据有变化，没有导入任何一行"):
        import_examiners(table.rows, actor=management_user)
    assert Examiner.objects.count() == 1


def test_stations_are_taken_in_the_order_of_their_codes(
    station: Station, other_station: Station, turning: Trade, management_user: User
) -> None:
    """Each is locked as its first row is entered: two tables crosswise would wait for each other."""
    exam.scope(other_station, turning)
    first, second = sorted((station.code, other_station.code))
    codes = (second, first, second)
    rows = [{**ROW, "考试站编码": code, "考评员证号": f"KP{n}"} for n, code in enumerate(codes)]
    table = read_table(examiner_import(management_user), workbook(management_user, *rows))
    made = import_examiners(table.rows, actor=management_user)
    assert [one.station.code for one in made] == [first, second, second]


def test_stations_import_nobody(station_user: User, login: Login) -> None:
    assert login(station_user).get(ADDRESS).status_code == 403
