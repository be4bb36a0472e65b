"""The page of a table import: template, upload, preview, confirmation."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.rights import Role
from documents.keeping import keep_table
from documents.models import TableUpload
from documents.table_import import read_table
from jobs.models import Job
from ostami import clock
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.conftest import Login
from tests.documents.workbooks import GOOD_ROW, HEADERS, machines, numbered, sheet
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.documents.import_pages")]

PAGE = "/tests/machines/"
BAD_ROW = ["0013", "<script>铣床", "机床", "100", "2026-9-1"]
GONE = "这份表格已经导入或已过期"


@pytest.fixture
def manager(login: Login, management_user: User) -> Client:
    return login(management_user)


def send(client: Client, content: bytes, name: str = "设备.xlsx", page: str = PAGE) -> Any:
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def previewed(client: Client, content: bytes, page: str = PAGE) -> Any:
    return client.get(send(client, content, page=page)["Location"])


def shown(response: Any) -> str:
    return str(response.content.decode())


def confirm(client: Client, upload: TableUpload | None = None, page: str = PAGE) -> Any:
    return client.post(page, {"confirm": (upload or TableUpload.objects.get()).pk}, follow=True)


def labels() -> list[str]:
    return sorted(Job.objects.values_list("label", flat=True))


def test_the_page_explains_the_columns_and_offers_the_template(manager: Client) -> None:
    page = shown(manager.get(PAGE))
    assert all(f">{header}</span>" in page for header in HEADERS)
    assert "可选：加工设备、检测仪器" in page
    assert 'href="?template"' in page
    response = manager.get(f"{PAGE}?template")
    assert "filename*=utf-8''%E8%AE%BE%E5%A4%87%E5%AF%BC%E5%85%A5" in response["Content-Disposition"]
    tab = load_workbook(BytesIO(response.content)).worksheets[0]
    assert [cell.value for cell in tab[1]] == HEADERS


def test_a_good_table_is_previewed_then_imported_once(
    manager: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = shown(previewed(manager, sheet(GOOD_ROW, ["0013", *GOOD_ROW[1:]])))
    assert "共 2 行：可导入 2 行，有问题 0 行" in page
    assert page.count(">可导入</span>") == 2
    assert "确认导入 2 行" in page
    assert labels() == []
    upload = TableUpload.objects.get()
    name = str(upload.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        response = confirm(manager, upload)
    assert response.redirect_chain == [("/stations/", 302)]
    assert "已导入 2 台设备。" in shown(response)
    assert labels() == ["0012", "0013"]
    assert (TableUpload.objects.count(), default_storage.exists(name)) == (0, False)

    again = confirm(manager, upload)
    assert again.redirect_chain == [(PAGE, 302)]
    assert GONE in shown(again)
    assert labels() == ["0012", "0013"]


def test_one_bad_row_keeps_all_rows_out(manager: Client) -> None:
    page = shown(previewed(manager, sheet(GOOD_ROW, BAD_ROW)))
    assert "可导入 1 行，有问题 1 行" in page
    assert "确认导入" not in page
    assert "&lt;script&gt;铣床" in page
    assert "“类别”填写的“机床”不在可选范围内" in page
    response = confirm(manager)
    assert response.status_code == 422
    assert "没有导入任何一行" in shown(response)
    assert (labels(), TableUpload.objects.count()) == ([], 1)


def test_the_rows_to_correct_are_handed_out(manager: Client) -> None:
    send(manager, sheet(GOOD_ROW, BAD_ROW))
    response = manager.get(f"{PAGE}?upload={TableUpload.objects.get().pk}&errors")
    (row,) = read_table(machines(), response.content).rows
    assert list(row.raw.values()) == BAD_ROW


def test_what_became_wrong_after_the_preview_is_seen_at_the_confirmation(
    manager: Client, management_user: User
) -> None:
    previewed(manager, sheet(GOOD_ROW, ["0013", *GOOD_ROW[1:]]))
    Job.objects.create(kind="tests.machine", owner=management_user, label="0013")
    response = confirm(manager)
    assert response.status_code == 422
    assert "上传之后数据有变化" in shown(response)
    assert "“编号”已经登记。" in shown(response)
    assert labels() == ["0013"]


def test_what_the_writer_refuses_leaves_nothing_behind(manager: Client) -> None:
    previewed(manager, sheet(GOOD_ROW, ["refused", *GOOD_ROW[1:]]))
    response = confirm(manager)
    assert (response.status_code, "设备太多。请分批登记。" in shown(response)) == (422, True)
    assert (labels(), TableUpload.objects.count()) == ([], 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。请重新选择表格。"),
        (b"0" * (2 * 1024 * 1024 + 1), "表格为 2.01 MB，不能超过 2 MB。"),
        ("编号,名称".encode(), "文件是纯文本（如 .csv），不是 .xlsx 工作簿。"),
        (sheet(GOOD_ROW, headers=HEADERS[:4]), "缺少列：“启用日期”。"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(manager: Client, content: bytes, sentence: str) -> None:
    response = send(manager, content)
    assert (response.status_code, sentence in shown(response)) == (422, True)
    assert TableUpload.objects.count() == 0


def test_without_a_file_the_page_asks_for_one(manager: Client) -> None:
    response = manager.post(PAGE)
    assert (response.status_code, "请先选择填好的表格" in shown(response)) == (422, True)


def test_the_file_is_sealed_under_a_random_name(manager: Client) -> None:
    send(manager, sheet(GOOD_ROW), "../../王\u202e芳 身份证.xlsx")
    upload = TableUpload.objects.get()
    assert upload.name == "王芳 身份证.xlsx"
    assert re.fullmatch(r"tables/[0-9a-f]{32}\.xlsx", str(upload.file.name))
    assert not Path(upload.file.path).read_bytes().startswith(b"PK")


def test_a_new_file_takes_the_place_of_the_earlier_one(manager: Client) -> None:
    send(manager, sheet(GOOD_ROW))
    send(manager, sheet(GOOD_ROW), "第二份.xlsx")
    assert [upload.name for upload in TableUpload.objects.all()] == ["第二份.xlsx"]


def test_a_file_expires_after_a_day_and_goes_with_the_next_upload(
    manager: Client, management_user: User, centre_user: User
) -> None:
    start = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
    with time_machine.travel(start, tick=False):
        upload = keep_table(owner=management_user, kind=PAGE, content=sheet(GOOD_ROW), name="a.xlsx")
    with time_machine.travel(start + timedelta(hours=24, seconds=-1), tick=False):
        assert upload in TableUpload.objects.visible_to(management_user)
        keep_table(owner=centre_user, kind=PAGE, content=sheet(GOOD_ROW), name="b.xlsx")
        assert TableUpload.objects.count() == 2
    with time_machine.travel(start + timedelta(hours=24), tick=False):
        assert upload not in TableUpload.objects.visible_to(management_user)
        keep_table(owner=centre_user, kind="/elsewhere/", content=sheet(GOOD_ROW), name="c.xlsx")
        assert sorted(TableUpload.objects.values_list("name", flat=True)) == ["b.xlsx", "c.xlsx"]
    assert clock.now() > start


def test_nobody_sees_or_confirms_another_persons_file(
    login: Login, manager: Client, centre_user: User
) -> None:
    send(manager, sheet(GOOD_ROW))
    upload = TableUpload.objects.get()
    other = login(centre_user)
    for address in (f"{PAGE}?upload={upload.pk}", f"{PAGE}?upload={upload.pk}&errors"):
        response = other.get(address, follow=True)
        assert (response.redirect_chain, GONE in shown(response)) == ([(PAGE, 302)], True)
    assert GONE in shown(confirm(other, upload))
    assert labels() == []


def test_a_file_belongs_to_the_page_that_it_was_sent_to(manager: Client, station: Station) -> None:
    send(manager, sheet(GOOD_ROW))
    page = f"/tests/stations/{station.pk}/machines/"
    assert GONE in shown(confirm(manager, page=page))
    assert labels() == []


@pytest.mark.parametrize("number", ["x", "-1", "1.0", "", "9" * 30, "²"])
def test_numbers_that_are_none_are_not_found(manager: Client, number: str) -> None:
    assert manager.get(PAGE, {"upload": number}).status_code == 404
    assert manager.post(PAGE, {"confirm": number}).status_code == 404


def test_rows_go_into_one_object_in_scope(
    login: Login, station: Station, other_station: Station, station_user: User
) -> None:
    client = login(station_user)
    page = f"/tests/stations/{station.pk}/machines/"
    assert "确认导入 1 行" in shown(previewed(client, sheet(GOOD_ROW), page))
    assert f"{station}已登记 1 台设备。" in shown(confirm(client, page=page))
    foreign = f"/tests/stations/{other_station.pk}/machines/"
    assert [client.get(f"{foreign}{query}").status_code for query in ("", "?template", "?upload=1")] == [
        404
    ] * 3
    assert send(client, sheet(GOOD_ROW), page=foreign).status_code == 404
    assert client.post(foreign, {"confirm": 1}).status_code == 404


def test_whoever_lacks_the_right_is_refused(login: Login) -> None:
    client = login(people.user("王同学", Role.CANDIDATE, None))
    assert [client.get(f"{PAGE}{query}").status_code for query in ("", "?template")] == [403, 403]
    assert send(client, sheet(GOOD_ROW)).status_code == 403


def test_long_previews_are_cut_with_the_problems_first(manager: Client) -> None:
    content = sheet(*([f"{number:04d}", *GOOD_ROW[1:]] for number in range(200)), BAD_ROW)
    page = shown(previewed(manager, content))
    assert "共 201 行，此处显示 200 行，有问题的行排在前面" in page
    assert page.index("问题</span>") < page.index("可导入</span>")
    assert "此处显示" not in shown(previewed(manager, numbered(200)))


def test_a_preview_asks_the_database_the_same_number_of_times_for_any_number_of_rows(
    manager: Client,
) -> None:
    counts = []
    for rows in (1, 30):
        address = send(manager, numbered(rows))["Location"]
        with CaptureQueriesContext(connection) as captured:
            manager.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
