"""F4, read back from the workbook cell by cell."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from batches.models import Batch
from candidates.models import Candidate
from certificates.sheets import COLUMNS, qualified_roster
from documents.xlsx import render_xlsx
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import results

HEADINGS = [
    "序号",
    "姓名",
    "性别",
    "证件类型",
    "证件号码",
    "出生日期",
    "文化程度",
    "考生类型",
    "工作单位（院校）",
    "职业编码",
    "职业名称",
    "工种编码",
    "工种名称",
    "等级",
    "理论成绩",
    "实操成绩",
    "评定成绩",
    "考试日期",
    "证书编号",
    "发证日期",
    "联系电话",
    "备注",
]


def worksheet(batch: Batch, **words: Any) -> Worksheet:
    sheet = load_workbook(BytesIO(render_xlsx(qualified_roster(batch, **words)))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def filled(sheet: Worksheet, row: int) -> list[object]:
    return [value for value in values(sheet, row) if value is not None]


def test_the_columns_are_those_of_the_annex() -> None:
    assert [column.header for column in COLUMNS] == HEADINGS
    assert len(COLUMNS) == 22


def test_the_workbook_is_the_annex_cell_by_cell(batch: Batch) -> None:
    sheet = worksheet(batch, filled_by="韩素秋", filled_on=date(2026, 9, 9))
    assert str(sheet["A1"].value).startswith("机械行业人才评价合格人员名册")
    assert filled(sheet, 2) == [
        "机构名称",
        "机械行业职业能力评价职教901考试站",
        "机构编码",
        "49284901",
        "批次号",
        "49284901-2026-001",
        "考试日期",
        datetime(2026, 9, 1),  # noqa: DTZ001  as the workbook holds it
        "人数",
        2,
    ]
    assert values(sheet, 3) == HEADINGS
    first = Candidate.objects.get(name="林若溪")
    assert values(sheet, 4) == [
        1,
        "林若溪",
        "女",
        "居民身份证",
        first.document_number,
        datetime(2006, 3, 15),  # noqa: DTZ001
        "中专/职高/技校",
        "在读学生",
        "练习职业技术学校",
        "JX04-05-01",
        "车工",
        "JX04-05-01-01",
        "数控车工",
        "四级/中级工",
        85,
        92.5,
        "良好",
        datetime(2026, 9, 1),  # noqa: DTZ001
        "2649284901400001",
        datetime(2026, 9, 8),  # noqa: DTZ001
        "13900000000",
        None,
    ]
    assert values(sheet, 5)[:2] == [2, "买买提·艾力"]
    assert filled(sheet, 6) == ["填表人", "韩素秋", "审核人", "填表日期", datetime(2026, 9, 9)]  # noqa: DTZ001
    assert sheet.max_row == 6


def test_numbers_that_are_names_stay_text(batch: Batch) -> None:
    sheet = worksheet(batch)
    kinds = {heading: cell.data_type for heading, cell in zip(HEADINGS, sheet[4], strict=True)}
    for text in ("姓名", "证件号码", "职业编码", "工种编码", "证书编号", "联系电话", "等级"):
        assert kinds[text] == "s", text
    for number in ("序号", "理论成绩", "实操成绩"):
        assert kinds[number] == "n", number
    for day in ("出生日期", "考试日期", "发证日期"):
        assert kinds[day] == "d", day


@pytest.mark.parametrize("name", ["=1+1", "+86", "-5", "@SUM(A1)", "𫖯𬍛㛃䶮𠮷", "=HYPERLINK(1)"])
def test_names_that_look_like_formulas_are_text(station: Station, management_user: User, name: str) -> None:
    batch = results.approved(station, management_user, {name: results.PASS})
    cell = worksheet(batch)["B4"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_before_the_certificates_their_columns_are_empty(approved: Batch) -> None:
    row = dict(zip(HEADINGS, values(worksheet(approved), 4), strict=True))
    assert (row["证书编号"], row["发证日期"]) == (None, None)
    assert (row["姓名"], row["评定成绩"]) == ("林若溪", "良好")


def test_failures_and_absences_are_left_out(batch: Batch) -> None:
    names = [row[1] for row in qualified_roster(batch).rows]
    assert names == ["林若溪", "买买提·艾力"]


def test_the_paper_prints_on_one_page_width_with_its_heading(batch: Batch) -> None:
    sheet = worksheet(batch)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "C4"
    assert str(sheet.print_area).endswith("$A$1:$V$6")


def test_there_is_no_roster_before_the_results_are_approved(station: Station, management_user: User) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    with pytest.raises(BlockedError, match="当前状态为“花名册已提交”，还没有合格人员名册"):
        qualified_roster(batch)


def test_the_roster_costs_the_same_at_one_and_at_three(
    station: Station, management_user: User, batch: Batch, django_assert_num_queries: Any
) -> None:
    single = results.approved(station, management_user, {"独一人": results.PASS})
    for one in (single, batch):
        fresh = Batch.objects.select_related("station__organisation").get(pk=one.pk)
        with django_assert_num_queries(2):
            qualified_roster(fresh)
