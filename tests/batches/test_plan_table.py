"""The plan table as PDF and XLSX: what the one says, the other says too."""

import pytest

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.sheets.plans import plan_paper, plan_table
from documents.table_sheets import TableSheet
from documents.wording import value_in_words
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab, pdf_text, squeezed
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


@pytest.fixture
def used_item(station: Station, management_user: User, plan_item: PlanItem) -> PlanItem:
    exam.approved_batch(station, management_user, plan_item)
    return plan_item


def rows_of(sheet: TableSheet) -> list[list[str]]:
    return [[value_in_words(held) for held in row] for row in sheet.rows]


def test_every_item_says_what_became_of_it(station_user: User, plan: AnnualPlan, used_item: PlanItem) -> None:
    table = plan_table(plan, user=station_user)
    assert rows_of(table) == [
        [
            "1",
            "车工",
            "数控车工（JX04-05-01-01）",
            "四级/中级工",
            "30",
            "9 月",
            "已选用：49284901-2026-001",
            "",
        ],
        ["2", "车工", "数控车工（JX04-05-01-01）", "四级/中级工", "40", "9 月", "未选用", ""],
    ]
    assert dict(table.facts) == {
        "机构名称": "机械行业职业能力评价职教901考试站",
        "机构编码": "49284901",
        "年度": "2026 年度计划",
        "状态": "已批准",
        "合计": "2 条，70 人",
    }


def test_a_branch_reads_no_number_of_a_batch_that_it_may_not_see(
    branch_user: User, plan: AnnualPlan, used_item: PlanItem
) -> None:
    assert [row[6] for row in plan_table(plan, user=branch_user).rows] == ["已选用", "未选用"]


def test_the_approval_stands_below(station_user: User, management_user: User, open_plan: AnnualPlan) -> None:
    exam.plan_item(open_plan)
    before = dict(plan_table(open_plan, user=station_user).signatures)
    assert (before["管理站审批意见"], before["审批人"], before["审批日期"]) == ("", "", None)
    submitted = perform(open_plan, "submit", actor=station_user)
    approved = perform(submitted, "approve", actor=management_user, reason="同意按计划组织。")
    table = plan_table(approved, user=station_user)
    assert [(name, value_in_words(held)) for name, held in table.signatures] == [
        ("考试站（盖章）", ""),
        ("提交日期", "2026-06-01"),
        ("管理站审批意见", "同意按计划组织。"),
        ("审批人", "练习管理站　王管理"),
        ("审批日期", "2026-06-01"),
    ]
    foot = plan_paper(approved, user=station_user).grids[-1].texts()
    assert "同意按计划组织。" in foot[0][1]
    assert "考试站：" in foot[0][0]
    assert foot[0][0].endswith("（盖章）　2026 年 6 月 1 日")
    assert "审批人：练习管理站　王管理（盖章）　2026 年 6 月 1 日" in foot[0][1]


def test_a_plan_that_can_be_changed_carries_no_date_of_submission(
    station_user: User, management_user: User, open_plan: AnnualPlan
) -> None:
    exam.plan_item(open_plan)
    submitted = perform(open_plan, "submit", actor=station_user)
    returned = perform(submitted, "return", actor=management_user, reason="请核对。")
    table = plan_table(returned, user=station_user)
    assert dict(table.signatures)["提交日期"] is None
    assert table.watermark in {"已退回", "演练"}


def test_an_approval_without_words_says_that_it_was_approved(station_user: User, plan: AnnualPlan) -> None:
    assert dict(plan_table(plan, user=station_user).signatures)["管理站审批意见"] == "批准。"


def test_pdf_and_workbook_read_back_the_same_cells(
    login: Login, station_user: User, plan: AnnualPlan, used_item: PlanItem
) -> None:
    table = plan_table(plan, user=station_user)
    client = login(station_user)
    printed = client.get(f"{plan.get_absolute_url()}plan.pdf")
    workbook = client.get(f"{plan.get_absolute_url()}plan.xlsx")
    assert printed["Content-Type"] == "application/pdf"
    text = squeezed(pdf_text(printed.content, "-raw"))
    tab = first_tab(workbook.content)
    cells = [[value_in_words(cell.value) for cell in row] for row in tab.iter_rows()]
    start = cells.index([column.header for column in table.columns]) + 1
    assert cells[start : start + len(table.rows)] == rows_of(table)
    for row in rows_of(table):
        for cell in row:
            assert squeezed(cell) in text
    for name, held in table.facts:
        assert squeezed(f"{name}：{value_in_words(held)}") in text
    assert all(value_in_words(held) in {cell for line in cells for cell in line} for _, held in table.facts)


def test_the_table_of_another_station_is_unknown(
    login: Login, other_station_user: User, plan: AnnualPlan
) -> None:
    client = login(other_station_user)
    for name in ("plan.pdf", "plan.xlsx"):
        assert client.get(f"{plan.get_absolute_url()}{name}").status_code == 404
