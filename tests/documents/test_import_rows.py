"""What the rows of a sent table mean: headings, values, mistakes, corrections."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from documents.import_spec import ImportColumn, TableImport
from documents.import_values import folded
from documents.table_import import (
    choice,
    day,
    decimal_number,
    errors_workbook,
    read_table,
    template_workbook,
    text,
    whole_number,
)
from tests.documents.workbooks import GOOD_ROW, HEADERS, changed, machines, saved, sheet

GOOD_VALUES = {
    "code": "0012",
    "name": "卧式车床",
    "kind": "machine",
    "count": 3,
    "used_from": date(2026, 9, 1),
}


def only(content: bytes) -> Any:
    (row,) = read_table(machines(), content).rows
    return row


def test_a_good_row_has_its_typed_values() -> None:
    row = only(sheet(GOOD_ROW))
    assert (row.number, row.values, row.problems) == (2, GOOD_VALUES, ())
    assert row.raw == dict(zip(HEADERS, GOOD_ROW, strict=True))


def test_the_template_filled_in_reads_back() -> None:
    workbook = load_workbook(BytesIO(template_workbook(machines())))
    workbook.worksheets[0].append(GOOD_ROW)
    assert only(saved(workbook)).values == GOOD_VALUES


def test_headings_are_found_in_any_order_and_spelling() -> None:
    headers = ["类　别", " 设备名称\n", "启用日期", "编号＊", "数 量*"]
    assert (
        only(sheet(["加工设备", "卧式车床", "2026-09-01", "0012", "3"], headers=headers)).values
        == GOOD_VALUES
    )


def test_the_tab_of_the_title_is_read_wherever_it_stands() -> None:
    workbook = load_workbook(BytesIO(sheet(GOOD_ROW)))
    workbook.create_sheet("说明", 0).append(["看这里"])
    assert only(saved(workbook)).values == GOOD_VALUES


def test_a_table_may_begin_below_blank_rows_and_have_blank_rows_between() -> None:
    blank = [None, " ", "\u3000"]
    content = sheet(HEADERS, blank, GOOD_ROW, blank, ["0013", *GOOD_ROW[1:]], headers=blank)
    assert [row.number for row in read_table(machines(), content).rows] == [4, 6]


def test_every_mistake_of_every_row_is_told_at_once() -> None:
    table = read_table(
        machines(),
        sheet(
            ["0012", "", "机床", "0", "2026-02-30"],
            GOOD_ROW,
            ["000000013", "长" * 21, "检测仪器", "三", None],
        ),
    )
    assert [row.problems for row in table.rows] == [
        (
            "“设备名称”没有填写。",
            "“类别”填写的“机床”不在可选范围内，请填写“加工设备”、“检测仪器”之一。",
            "“数量”填写的“0”超出范围，请填写 1 到 99 的整数。",
            "“启用日期”填写的“2026-02-30”不是日期，请按 2026-09-01 的格式填写。",
        ),
        ("“编号”与第 2 行重复，请删除其中一行或更正。",),
        (
            "“编号”填写的“000000013”有 9 个字，不能超过 8 个字。",
            f"“设备名称”填写的“{'长' * 21}”有 21 个字，不能超过 20 个字。",
            "“数量”填写的“三”不是整数，请填写 1 到 99 的整数。",
        ),
    ]
    assert (len(table.good), len(table.bad), table.rows[0].values) == (0, 3, None)


def test_a_blank_cell_that_may_be_blank_has_the_column_s_blank_value() -> None:
    assert only(sheet([*GOOD_ROW[:4], None])).values["used_from"] is None
    spec = TableImport(
        "备注",
        [ImportColumn("备注", "note", text(9), required=False, blank=""), ImportColumn("名", "n", text(9))],
    )
    assert read_table(spec, sheet([None, "车"], headers=["备注", "名"], tab="备注")).rows[0].values == {
        "note": "",
        "n": "车",
    }


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-5°C 冷柜", "@SUM(A1)", "#N/A"])
def test_what_looks_like_a_formula_stays_text(typed: str) -> None:
    spec = machines(check_table=lambda rows: {row.number: ["请核对。"] for row in rows})
    workbook = load_workbook(BytesIO(sheet(GOOD_ROW)))
    cell: Any = workbook.worksheets[0]["B2"]
    cell.value, cell.data_type = typed, "s"
    table = read_table(spec, saved(workbook))
    assert table.rows[0].raw["设备名称"] == typed
    written = load_workbook(BytesIO(errors_workbook(spec, table))).worksheets[0]["B2"]
    assert (written.value, written.data_type, written.quotePrefix) == (typed, "s", not typed.startswith("#"))


CELLS = [
    (12, "12"),
    (12.0, "12"),
    (12.5, "12.5"),
    (0.00001, "0.00001"),
    (True, "是"),
    (datetime(2026, 9, 1), "2026-09-01"),  # noqa: DTZ001  a workbook's days have no zone
    (date(2026, 9, 1), "2026-09-01"),
    (datetime(2026, 9, 1, 8, 30), "2026-09-01 08:30:00"),  # noqa: DTZ001
    ("  车\u200b床\u202e \x0b", "车床"),
    ("𠮷野", "𠮷野"),
]


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_a_cell_reads_as_a_person_sees_it(value: object, shown: str) -> None:
    held = value.replace("\x0b", "") if isinstance(value, str) else value
    assert only(changed(sheet(GOOD_ROW), B2=held)).raw["设备名称"] == shown


DAYS = [
    "2026-09-01",
    "2026/9/1",
    "2026.9.1",
    "2026年9月1日",
    "２０２６－０９－０１",
    "2026-09-01 00:00:00",
    " 2026 年 9 月 1 日",
]


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_may_be_written_in_the_usual_ways(typed: str) -> None:
    assert day(typed) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    ["2026-13-01", "26-9-1", "9月1日", "20260901", "2026-9/1", "45000", "0000-01-01", "2026-09-01 08:30:00"],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="不是日期，请按 2026-09-01 的格式填写"):
        day(typed)


@pytest.mark.parametrize(("typed", "value"), [("1", 1), ("99", 99), ("１２", 12), ("+7", 7), ("007", 7)])
def test_whole_numbers_within_their_borders(typed: str, value: int) -> None:
    assert whole_number(1, 99)(typed) == value


@pytest.mark.parametrize("typed", ["0", "100", "1.5", "1e1", "十", "-1", "1,000", "9" * 5000])
def test_other_numbers_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="请填写 1 到 99 的整数"):
        whole_number(1, 99)(typed)


@pytest.mark.parametrize("typed", ["0.5", "100", "99.5", "１０．５"])
def test_decimal_numbers_within_their_borders(typed: str) -> None:
    assert decimal_number(Decimal("0.5"), Decimal(100), places=1)(typed) == Decimal(folded(typed))


@pytest.mark.parametrize("typed", ["0.4", "100.1", "0.55", "NaN", "1e1", "5.", ".5"])
def test_other_decimal_numbers_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"0\.5 到 100"):
        decimal_number(Decimal("0.5"), Decimal(100), places=1)(typed)


def test_texts_end_at_their_border_and_lose_needless_blanks() -> None:
    assert text(9)(" 卧式\n 车床  一二三") == "卧式 车床 一二三"
    assert text(3)("一二三") == "一二三"
    with pytest.raises(ValueError, match="有 4 个字，不能超过 3 个字"):
        text(3)("一二三四")


def test_a_choice_is_known_in_any_width_and_long_lists_are_cut() -> None:
    assert choice({"A 类": 1})("Ａ类") == 1
    with pytest.raises(ValueError, match="“9”等 12 项之一（见下拉列表）"):
        choice({str(number): number for number in range(12)})("x")


def test_the_template_explains_itself() -> None:
    workbook = load_workbook(BytesIO(template_workbook(machines())))
    data, notes, options = workbook.worksheets
    assert workbook.sheetnames == ["设备", "填写说明", "选项"]
    assert [[cell.value for cell in row] for row in data.iter_rows()] == [HEADERS]
    assert (data.freeze_panes, options.sheet_state) == ("A2", "hidden")
    assert {data.column_dimensions[letter].number_format for letter in "ABCDE"} == {"@"}
    rows = [[cell.value for cell in row] for row in notes.iter_rows()]
    assert rows[1] == ["编号", "必填", "学校自编", "0012"]
    assert rows[3] == ["类别", "必填", "可选：加工设备、检测仪器", None]
    assert rows[5][1] == "选填"
    (rule,) = data.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "'选项'!$A$1:$A$2", "C2:C2001")


def test_rows_to_correct_come_with_their_reasons_and_are_taken_back_corrected() -> None:
    spec = machines()
    table = read_table(spec, sheet(GOOD_ROW, ["0013", "铣床", "机床", "100", "2026-9-1"]))
    wrong = errors_workbook(spec, table)
    tab = load_workbook(BytesIO(wrong)).worksheets[0]
    rows = [[cell.value for cell in row] for row in tab.iter_rows()]
    assert rows == [
        [*HEADERS, "问题"],
        ["0013", "铣床", "机床", "100", "2026-9-1", "".join(table.bad[0].problems)],
    ]
    assert [row.raw for row in read_table(spec, wrong).rows] == [table.bad[0].raw]
    corrected = read_table(spec, changed(wrong, C2="检测仪器", D2="99"))
    assert corrected.bad == []
    assert corrected.rows[0].parsed["count"] == 99


def test_all_rows_can_be_written_with_their_reasons() -> None:
    spec = machines()
    table = read_table(spec, sheet(GOOD_ROW, ["", *GOOD_ROW[1:]]))
    tab = load_workbook(BytesIO(errors_workbook(spec, table, only_errors=False))).worksheets[0]
    assert [row[5].value for row in tab.iter_rows()] == ["问题", None, "“编号”没有填写。"]


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [ImportColumn("编号", "a", text(1)), ImportColumn("编号", "b", text(1))],
        [ImportColumn("编号", "a", text(1)), ImportColumn("名称", "a", text(1))],
        [ImportColumn(str(number), str(number), text(1)) for number in range(51)],
    ],
)
def test_a_table_without_clear_columns_cannot_be_asked_for(columns: list[ImportColumn]) -> None:
    with pytest.raises(ValueError, match="1 to 50 columns"):
        TableImport("设备", columns)
