"""Import of stations from a workbook."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, OrganisationKind, User
from documents.table_import import read_table
from ostami.problems import BlockedError
from stations.import_table import station_import
from stations.importing import import_stations
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab
from tests.documents.workbooks import sheet
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

ADDRESS = "/stations/manage/import/"
HEADERS = [column.header for column in station_import().columns]
FULL = {
    "机构名称": "机械行业职业能力评价职教 905 考试站",
    "机构编码": "４９２８４９０５",
    "承建单位": "示例职业 技术学院",
    "所在省份": "江苏省",
    "法人代表": "周文渊",
    "联系电话": "0519-80000000",
    "预留邮箱": "desk@example.invalid",
    "许可证编号": "JX-905",
    "有效期起": date(2026, 1, 1),
    "有效期止": "2028年12月31日",
}
LEAST = {"机构名称": "机械行业职业能力评价职教906考试站", "机构编码": "49284906", "承建单位": "练习学院"}


def workbook(*rows: dict[str, Any]) -> bytes:
    return sheet(*([row.get(header) for header in HEADERS] for row in rows), headers=HEADERS, tab="考试站")


def upload(client: Client, *rows: dict[str, Any]) -> tuple[str, str]:
    """Send a table; return the address and the page of its preview."""
    file = SimpleUploadedFile("stations.xlsx", workbook(*rows))
    answer = client.post(ADDRESS, {"file": file}, follow=True)
    return answer.redirect_chain[0][0], answer.content.decode()


def reasons(*rows: dict[str, Any]) -> list[str]:
    return ["".join(row.problems) for row in read_table(station_import(), workbook(*rows)).rows]


def test_the_template_explains_itself_and_is_read_by_the_import(
    station: Station, management_user: User, login: Login
) -> None:
    client = login(management_user)
    content = client.get(ADDRESS, {"template": ""}).content
    assert [cell.value.rstrip("*") for cell in first_tab(content)[1]] == HEADERS
    html = client.get(ADDRESS).content.decode()
    assert "49284 加站名中的三位编号" in html


def test_nothing_is_written_before_the_confirmation_and_then_all_of_it(
    station: Station, management_user: User, login: Login
) -> None:
    client = login(management_user)
    preview, html = upload(client, FULL, LEAST)
    assert "确认导入 2 行" in html
    assert html.count("可导入</span>") == 2
    assert Station.objects.count() == 1
    number = preview.rpartition("=")[2]
    answer = client.post(ADDRESS, {"confirm": number}, follow=True)
    assert answer.redirect_chain == [(reverse("stations:staff_list"), 302)]
    assert "已登记 2 个考试站" in answer.content.decode()
    full = Station.objects.select_related("organisation").get(organisation__code="49284905")
    organisation = full.organisation
    assert (organisation.name, organisation.kind, organisation.parent, organisation.province) == (
        "机械行业职业能力评价职教905考试站",
        OrganisationKind.STATION,
        management_user.organisation,
        "江苏省",
    )
    assert (organisation.phone, organisation.email) == ("0519-80000000", "desk@example.invalid")
    assert (full.host_organization, full.legal_representative, full.licence_number) == (
        "示例职业技术学院",
        "周文渊",
        "JX-905",
    )
    assert (full.valid_from, full.valid_to) == (date(2026, 1, 1), date(2028, 12, 31))
    login_of = organisation.users.get()
    assert (login_of.username, login_of.email, login_of.has_usable_password()) == (
        organisation.name,
        "desk@example.invalid",
        False,
    )
    event = history_of(full).get()
    assert (event.sentence, event.actor) == ("从表格导入登记", management_user)
    client.post(ADDRESS, {"confirm": number})
    assert Station.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"机构名称": None}, "“机构名称”没有填写"),
        ({"机构编码": "49284907"}, "与机构编码“49284907”不符（服务指南 2.4）"),
        ({"机构编码": "49283906"}, "不符（服务指南 2.4）"),
        ({"机构名称": "练习906站"}, "不符（服务指南 2.4）"),
        ({"承建单位": " "}, "“承建单位”没有填写"),
        ({"所在省份": "月球"}, "“所在省份”填写的“月球”不在可选范围内"),
        ({"联系电话": "12"}, "不是电话号码"),
        ({"预留邮箱": "desk"}, "不是邮箱地址"),
        ({"有效期起": "明年"}, "不是日期"),
        ({"有效期起": "2026-01-01"}, "许可证有效期只填了一半"),
        ({"有效期止": "2026-01-01"}, "许可证有效期只填了一半"),
        ({"有效期起": "2026-01-02", "有效期止": "2026-01-01"}, "早于起始日期"),
        ({"有效期起": "2026-01-01", "有效期止": "2026-01-01"}, ""),
    ],
)
def test_a_wrong_row_says_why(db: None, change: dict[str, Any], sentence: str) -> None:
    (reason,) = reasons({**LEAST, **change})
    assert sentence in reason
    assert bool(sentence) == bool(reason)


def test_rows_that_repeat_each_other_are_named(db: None) -> None:
    first, second = reasons(FULL, {**FULL, "许可证编号": "JX-905"})
    assert first == ""
    assert all(f"“{header}”与第 2 行重复" in second for header in ("机构编码", "机构名称", "许可证编号"))
    assert reasons(
        LEAST, {**LEAST, "机构名称": "机械行业职业能力评价职教907考试站", "机构编码": "49284907"}
    ) == [
        "",
        "",
    ], "two blank licence numbers are no repetition"


def test_what_is_registered_already_is_a_problem_and_stays_as_it_is(
    station: Station, management_user: User, login: Login
) -> None:
    Station.objects.filter(pk=station.pk).update(licence_number="JX-905")
    known = {**LEAST, "机构名称": station.organisation.name, "机构编码": station.code}
    by_code, by_licence = reasons(known, FULL)
    assert f"“机构编码”49284901 已登记（{station}）" in by_code
    assert f"“许可证编号”JX-905 已登记（{station}）" in by_licence
    preview, html = upload(login(management_user), known, LEAST)
    assert "确认导入" not in html
    errors = first_tab(login(management_user).get(f"{preview}&errors").content)
    heads, row = (list(line) for line in errors.iter_rows(values_only=True))
    assert heads[-1] == "问题"
    assert "已登记" in row[-1]
    login(management_user).post(ADDRESS, {"confirm": preview.rpartition("=")[2]})
    assert Station.objects.count() == 1


def test_a_name_that_somebody_logs_in_by_is_taken(station: Station) -> None:
    User.objects.create_user("机械行业职业能力评价职教906 考试站", role="candidate")
    (reason,) = reasons(LEAST)
    assert "“机构名称”机械行业职业能力评价职教906考试站 已登记" in reason


def test_a_code_that_was_given_since_the_upload_stops_the_whole_import(
    station: Station, management_user: User
) -> None:
    rows = read_table(station_import(), workbook(FULL, LEAST)).rows
    Organisation.objects.create(kind=OrganisationKind.STATION, name="别的站", code="49284906")
    with pytest.raises(BlockedError, match="登记数据有变化，没有导入任何一行"):
        import_stations(rows, actor=management_user)
    assert not Organisation.objects.filter(code="49284905").exists()


def test_the_centre_imports_under_the_management_station(
    station: Station, management_user: User, centre_user: User
) -> None:
    (made,) = import_stations(read_table(station_import(), workbook(LEAST)).rows, actor=centre_user)
    assert made.organisation.parent == management_user.organisation


def test_without_a_management_station_nothing_is_imported(centre_user: User) -> None:
    with pytest.raises(BlockedError, match="还没有登记管理站"):
        import_stations(read_table(station_import(), workbook(LEAST)).rows, actor=centre_user)
    assert not Station.objects.exists()


def test_stations_and_branches_import_nothing(station_user: User, branch_user: User, login: Login) -> None:
    for user in (station_user, branch_user):
        assert login(user).get(ADDRESS).status_code == 403
        assert login(user).post(ADDRESS, {"confirm": "1"}).status_code == 403
