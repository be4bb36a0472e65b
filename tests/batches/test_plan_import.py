"""A plan's items from a workbook: the whole table or nothing (guide 4.5.1-1)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.services.plan_grid import PlanEntry
from batches.services.plan_import import import_plan_items
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.levels import LevelTitles
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.documents.workbooks import sheet
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

HEADERS = ["工种", "等级", "计划人数", "计划月份", "备注"]
TURNING = "JX04-05-01-01 数控车工"


@pytest.fixture
def at_station(login: Login, station_user: User) -> Client:
    return login(station_user)


def address(plan: AnnualPlan) -> str:
    return f"/batches/plans/{plan.pk}/import/"


def sent(client: Client, plan: AnnualPlan, *rows: list[object]) -> str:
    """Send a table and return the address of its preview."""
    file = SimpleUploadedFile("计划.xlsx", sheet(*rows, headers=HEADERS, tab="计划项"))
    answer = client.post(address(plan), {"file": file})
    assert answer.status_code == 302, answer.text
    return str(answer["Location"])


def reasons(client: Client, preview: str) -> dict[int, tuple[str, ...]]:
    rows = client.get(preview).context["table"].rows
    return {row.number: row.problems for row in rows}


def confirmed(client: Client, preview: str) -> str:
    upload = client.get(preview).context["upload"]
    return client.post(preview, {"confirm": upload.pk}, follow=True).text


def listed(plan: AnnualPlan) -> list[tuple[str, int, int, int, str]]:
    return [
        (item.trade.name, item.level, item.headcount, item.month, item.note)
        for item in plan.items.select_related("trade")
    ]


def test_rows_are_added_after_what_is_there_once_confirmed(
    at_station: Client, open_plan: AnnualPlan, turning: Trade
) -> None:
    exam.plan_item(open_plan, headcount=10)
    preview = sent(
        at_station,
        open_plan,
        [TURNING, "四级/中级工", 30, "9 月", "秋季班"],
        ["数控车工", 3, "９９ 人", "10", ""],
        ["jx04-05-01-01", "初级工", 1, "12月", None],
    )
    assert "共 3 行：可导入 3 行" in at_station.get(preview).text
    assert open_plan.items.count() == 1
    assert "已导入 3 条计划项，共 130 人。" in confirmed(at_station, preview)
    assert listed(open_plan) == [
        ("数控车工", 4, 10, 9, ""),
        ("数控车工", 4, 30, 9, "秋季班"),
        ("数控车工", 3, 99, 10, ""),
        ("数控车工", 5, 1, 12, ""),
    ]
    assert [event.sentence for event in history_of(open_plan)] == [
        "增加了计划项：数控车工 四级/中级工 30 人（9 月）",
        "增加了计划项：数控车工 三级/高级工 99 人（10 月）",
        "增加了计划项：数控车工 五级/初级工 1 人（12 月）",
    ]


@pytest.mark.parametrize("cell", ["四级/中级工", "四级", "4", "4级", "４", 4, "中级工", " 四级 / 中级工 "])
def test_a_level_may_be_written_in_any_of_its_ways(
    at_station: Client, open_plan: AnnualPlan, cell: object
) -> None:
    confirmed(at_station, sent(at_station, open_plan, [TURNING, cell, 30, 9, ""]))
    assert open_plan.items.get().level == 4


@pytest.mark.parametrize(("month", "stored"), [("1 月", 1), (1, 1), ("09", 9), ("9月份", 9), ("12", 12)])
def test_a_month_is_1_to_12(at_station: Client, open_plan: AnnualPlan, month: object, stored: int) -> None:
    confirmed(at_station, sent(at_station, open_plan, [TURNING, 4, 30, month, ""]))
    assert open_plan.items.get().month == stored


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ["焊工", 4, 30, 9, ""],
            (
                "“工种”填写的“焊工”不在本站获批的评价范围内（服务指南 4.7-6），请从下拉列表中选择；"
                "需要新增的，请先申请增项。"
            ),
        ),
        (
            [TURNING, 2, 30, 9, ""],
            (
                "“数控车工 二级/技师”不在本站获批的评价范围内，该工种获批的等级为"
                "五级/初级工、四级/中级工、三级/高级工（服务指南 4.7-6）。请改填获批的等级，或先申请增项。"
            ),
        ),
        (
            [TURNING, "中级", 30, 9, ""],
            ("“等级”填写的“中级”不是等级，请填写“五级/初级工”至“一级/高级技师”之一，如“四级”“4”或“中级工”。"),
        ),
        (
            [TURNING, "三级/中级工", 30, 9, ""],
            "“数控车工”的该等级为“三级/高级工”，与填写的等级名称不一致。请核对后更正。",
        ),
        (
            [TURNING, 4, 100, 9, ""],
            ("“计划人数”填写的“100”超过每条计划 99 人的上限（服务指南 4.5.1-1），超过 99 人请拆成多行。"),
        ),
        (
            [TURNING, 4, 0, 9, ""],
            "“计划人数”填写的“0”超出范围，请填写 1 到 99 的整数。",
        ),
        ([TURNING, 4, 30, 13, ""], "“计划月份”填写的“13”不是月份，请填写 1 到 12，如“9 月”。"),
        ([TURNING, 4, 30, 0, ""], "“计划月份”填写的“0”不是月份，请填写 1 到 12，如“9 月”。"),
        ([TURNING, 4, 30, "", ""], "“计划月份”没有填写。"),
        ([TURNING, 4, 30, 9, "字" * 101], "有 101 个字，不能超过 100 个字。"),
    ],
)
def test_a_wrong_row_is_told_why_and_nothing_is_added(
    at_station: Client, open_plan: AnnualPlan, row: list[object], reason: str
) -> None:
    preview = sent(at_station, open_plan, [TURNING, 4, 30, 9, ""], row)
    found = reasons(at_station, preview)
    assert found[2] == ()
    (said,) = found[3]
    assert said.endswith(reason)
    confirmed(at_station, preview)
    assert not open_plan.items.exists()


def test_every_reason_of_a_row_is_named_at_once(at_station: Client, open_plan: AnnualPlan) -> None:
    preview = sent(at_station, open_plan, ["焊工", "六级", 100, 13, ""])
    assert len(reasons(at_station, preview)[2]) == 4


def test_an_engineering_title_goes_with_its_own_trade(
    at_station: Client, open_plan: AnnualPlan, station: Station
) -> None:
    engineer = exam.trade("工业工程技术人员", code="JX02-02-30-01", levels="321")
    engineer.occupation.level_titles = LevelTitles.ENGINEERING
    engineer.occupation.save()
    exam.scope(station, engineer, "321")
    preview = sent(
        at_station,
        open_plan,
        ["工业工程技术人员", "三级/初级", 30, 9, ""],
        [TURNING, "三级/初级", 30, 9, ""],
        ["工业工程技术人员", "三级/高级工", 30, 9, ""],
    )
    assert {number: len(said) for number, said in reasons(at_station, preview).items()} == {2: 0, 3: 1, 4: 1}


def test_one_name_of_two_trades_asks_for_the_code(
    at_station: Client, open_plan: AnnualPlan, station: Station
) -> None:
    exam.scope(station, exam.trade("数控车工", code="JX06-18-01-01"))
    preview = sent(at_station, open_plan, ["数控车工", 4, 30, 9, ""], ["JX06-18-01-01", 4, 30, 9, ""])
    found = reasons(at_station, preview)
    assert "对应多个工种，请写明编码和名称：“JX04-05-01-01 数控车工”、“JX06-18-01-01 数控车工”" in found[2][0]
    assert found[3] == ()


def test_the_template_offers_the_stations_scope(at_station: Client, open_plan: AnnualPlan) -> None:
    answer = at_station.get(f"{address(open_plan)}?template")
    workbook = load_workbook(BytesIO(answer.content))
    heads = next(workbook["计划项"].iter_rows())
    assert [str(cell.value).rstrip("*") for cell in heads] == HEADERS
    hidden = next(tab for tab in workbook.worksheets if tab.sheet_state == "hidden")
    offered = [[cell.value for cell in column if cell.value] for column in hidden.iter_cols()]
    assert offered == [
        [TURNING],
        ["五级/初级工", "四级/中级工", "三级/高级工"],
        [f"{month} 月" for month in range(1, 13)],
    ]
    assert len(workbook["计划项"].data_validations.dataValidation) == 3


def test_scope_that_ends_between_preview_and_confirmation_stops_all(
    at_station: Client, open_plan: AnnualPlan, grant: ScopeGrant
) -> None:
    preview = sent(at_station, open_plan, [TURNING, 4, 30, 9, ""], [TURNING, 3, 30, 9, ""])
    grant.levels = "54"
    grant.save()
    assert "上传之后数据有变化" in confirmed(at_station, preview)
    assert not PlanItem.objects.exists()


def test_the_verb_itself_refuses_what_is_out_of_scope(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    entries = [PlanEntry(trade=turning, level=level, headcount=30, month=9) for level in (4, 2)]
    with pytest.raises(BlockedError, match="“数控车工 二级/技师”不在本站获批的评价范围内"):
        import_plan_items(plan=open_plan, actor=station_user, entries=entries, at=clock.now())
    assert not open_plan.items.exists()


def test_a_plan_under_approval_takes_no_table(
    at_station: Client, open_plan: AnnualPlan, station_user: User
) -> None:
    exam.plan_item(open_plan)
    preview = sent(at_station, open_plan, [TURNING, 4, 30, 9, ""])
    upload = at_station.get(preview).context["upload"]
    perform(open_plan, "submit", actor=station_user)
    assert at_station.get(address(open_plan)).status_code == 302
    refused = at_station.post(preview, {"confirm": upload.pk})
    assert refused.status_code == 422
    assert "当前状态为“待审批”，内容不能修改" in refused.text
    file = SimpleUploadedFile("计划.xlsx", sheet([TURNING, 4, 30, 9, ""], headers=HEADERS))
    assert "内容不能修改" in at_station.post(address(open_plan), {"file": file}).text
    assert open_plan.items.count() == 1


def test_another_stations_plan_is_unknown(
    login: Login, other_station_user: User, management_user: User, open_plan: AnnualPlan
) -> None:
    assert login(other_station_user).get(address(open_plan)).status_code == 404
    assert login(management_user).get(address(open_plan)).status_code == 403
