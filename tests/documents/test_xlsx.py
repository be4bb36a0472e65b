"""Workbooks: types of cells, layout for screen and paper."""

from dataclasses import replace
from datetime import datetime

import pytest

from documents.sheets import Column, ColumnKind, TableSheet
from documents.xlsx import render_xlsx, tab_names
from documents.xlsx_tabs import spans
from tests.documents.papers import PHONE, roster
from tests.documents.reading import first_tab, open_xlsx

WIDE = replace(
    roster(),
    columns=tuple(Column(f"列{number}", width=14) for number in range(1, 23)),
    rows=(tuple(f"值{number}" for number in range(1, 23)),),
)


def test_a_list_stands_as_title_facts_heading_rows_signatures() -> None:
    tab = first_tab(render_xlsx(WIDE))
    rows = [[cell.value for cell in row if cell.value is not None] for row in tab.iter_rows()]

    assert rows == [
        ["机械行业人才评价合格人员名册"],
        [
            *("机构名称", "海滨机械职业学院考试站", "机构编码", "49284299", "批次号", "49284299-2026-01"),
            *("考试日期", datetime(2026, 9, 1), "人数", 3),  # noqa: DTZ001  a workbook's days have no zone
        ],
        [f"列{number}" for number in range(1, 23)],
        [f"值{number}" for number in range(1, 23)],
        ["填表人", "韩素秋", "审核人", "填表日期", datetime(2026, 9, 8)],  # noqa: DTZ001
    ]


def test_narrow_lists_take_more_lines_for_their_facts_and_lose_none() -> None:
    tab = first_tab(render_xlsx(roster()))
    held = [cell.value for row in tab.iter_rows(max_row=4) for cell in row if cell.value is not None]

    assert held[:3] == ["机械行业人才评价合格人员名册", "机构名称", "海滨机械职业学院考试站"]
    assert held[-2:] == ["人数", 3]


def test_text_numbers_and_dates_are_cells_of_their_kind() -> None:
    tab = first_tab(render_xlsx(roster(people=1)))
    (row,) = [row for row in tab.iter_rows() if row[0].value == 1]

    assert [(cell.data_type, cell.number_format) for cell in row] == [
        ("n", "General"),
        ("s", "@"),
        ("s", "@"),
        ("d", "yyyy-mm-dd"),
        ("s", "@"),
        ("n", "General"),
        ("s", "@"),
        ("n", "@"),
    ]
    assert (row[2].value, row[6].value) == ("990101200405060001", PHONE)
    assert (row[3].value, row[5].value) == (datetime(2004, 5, 6), 82.5)  # noqa: DTZ001


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        '=HYPERLINK("http://127.0.0.1","x")',
        "=cmd|' /C calc'!A0",
        "#N/A",
        "TRUE",
        "1.1E+17",
        "007",
        "{=1}",
    ],
)
def test_what_looks_like_a_formula_or_a_number_stays_the_text_that_was_typed(typed: str) -> None:
    sheet = TableSheet(
        title=typed,
        columns=(Column(typed), Column("乙")),
        rows=((typed, typed),),
        facts=((typed, typed),),
        signatures=((typed, typed),),
    )
    cells = [
        cell for row in first_tab(render_xlsx(sheet)).iter_rows() for cell in row if cell.value is not None
    ]

    assert [cell.value for cell in cells] == [typed, typed, typed, typed, "乙", typed, typed, typed, typed]
    assert {cell.data_type for cell in cells} == {"s"}
    quoted = {bool(cell.quotePrefix) for cell in cells if cell.value == typed}
    assert quoted == {typed[0] in "=+-@\t"}


def test_a_carriage_return_before_a_formula_leaves_it_text() -> None:
    sheet = TableSheet(title="表", columns=(Column("甲"),), rows=(("\r=1+1",),))
    cell = first_tab(render_xlsx(sheet))["A3"]
    assert (cell.value, cell.data_type) == ("\n=1+1", "s")


def test_the_tab_is_set_for_screen_and_paper() -> None:
    tab = first_tab(render_xlsx(WIDE))

    assert tab.title == "合格人员名册"
    assert tab.freeze_panes == "C4"
    assert str(tab.merged_cells).split()[0] in {str(area) for area in tab.merged_cells.ranges}
    assert "A1:V1" in {str(area) for area in tab.merged_cells.ranges}
    assert (tab.print_title_rows, tab.print_area) == ("$1:$3", "'合格人员名册'!$A$1:$V$5")
    assert (tab.page_setup.orientation, int(tab.page_setup.paperSize)) == ("landscape", 9)
    assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (1, 0)
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert tab.column_dimensions["A"].width == 14


def test_rows_are_high_enough_for_text_that_wraps() -> None:
    tab = first_tab(render_xlsx(roster(people=2, remark="补考考生，成绩另附说明" * 4)))
    (heading,) = [row[0].row for row in tab.iter_rows() if row[0].value == "序号"]
    heights = [tab.row_dimensions[number].height for number in (heading, heading + 1)]

    assert heights == [21, 96]


def test_a_practice_list_says_so_on_screen_and_on_paper() -> None:
    tab = first_tab(render_xlsx(roster(watermark="演练")))

    assert tab["A1"].value == "机械行业人才评价合格人员名册（演练）"
    assert tab.oddHeader.right.text == "演练"


def test_several_lists_are_tabs_of_one_workbook() -> None:
    workbook = open_xlsx(render_xlsx([roster(), roster(people=1)]))
    assert workbook.sheetnames == ["合格人员名册", "合格人员名册(2)"]


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (["车工/铣工[2026]: 一?*\\"], ["车工 铣工 2026   一"]),
        (["很" * 40, "很" * 40], ["很" * 31, "很" * 28 + "(2)"]),
        (["", "'"], ["表", "表(2)"]),
        (["abc", "ABC"], ["abc", "ABC(2)"]),
    ],
)
def test_tabs_get_names_that_a_workbook_takes(wanted: list[str], named: list[str]) -> None:
    assert tab_names(wanted) == named


@pytest.mark.parametrize(
    ("widths", "wanted", "groups"),
    [
        ([10] * 6, [1, 2], [2, 4]),
        ([10] * 2, [1, 9], [1, 1]),
        ([10] * 5, [100, 1, 1], [3, 1, 1]),
        ([4, 20, 20, 4], [1, 1], [2, 2]),
    ],
)
def test_merged_cells_share_the_columns_by_what_they_hold(
    widths: list[float], wanted: list[float], groups: list[int]
) -> None:
    assert spans(widths, wanted) == groups


def test_illegal_characters_are_dropped_not_fatal() -> None:
    sheet = TableSheet(
        title="表\x01", columns=(Column("甲\x0b", ColumnKind.TEXT),), rows=(("林\x00若溪\ud800",),)
    )
    assert first_tab(render_xlsx(sheet))["A3"].value == "林若溪"
