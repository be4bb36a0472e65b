"""Sheets as data: spans tile, cells read back, what cannot be printed is left out."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from documents.sheets import (
    Cell,
    Column,
    ColumnKind,
    Field,
    FormSheet,
    Grid,
    Photo,
    TableSheet,
    TableValue,
    Text,
    date_in_words,
    label,
    row,
    value,
)
from documents.wording import value_in_words
from tests.documents.papers import examiner_form, personal_form, photo_file, roster, station_form


def test_a_day_prints_as_the_forms_print_it_and_no_day_as_gaps() -> None:
    assert date_in_words(date(2026, 9, 1)) == "2026 年 9 月 1 日"
    assert date_in_words(None) == "  年  月  日"


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, ""),
        ("012", "012"),
        (3, "3"),
        (82.5, "82.5"),
        (Decimal("60.0"), "60"),
        (Decimal(100), "100"),
        (date(2026, 9, 1), "2026-09-01"),
    ],
)
def test_values_of_tables_in_words(held: TableValue, words: str) -> None:
    assert value_in_words(held) == words


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((row(label("姓名")),), "Row 1: no cell covers column 2 of 2."),
        ((row(value(), value(), value("多")),), "Row 1: the cell '多' reaches out of the grid."),
        (
            (row(value(colspan=2)), row(value(), value(rowspan=2))),
            "Row 2: the cell '' reaches out of the grid.",
        ),
        (
            (row(value(), value(rowspan=2)), row(value("宽", colspan=2))),
            "Row 2: the cell '宽' lies over another one.",
        ),
        ((row(value(rowspan=2), value()), row()), "Row 2: no cell covers column 2 of 2."),
        ((row(value(colspan=0), value()),), "Row 1: a cell must span at least one row and column."),
    ],
)
def test_spans_that_do_not_tile_the_grid_are_refused_by_row(rows: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match="Row") as refusal:
        Grid((1, 1), rows)  # type: ignore[arg-type]
    assert str(refusal.value) == sentence


def test_the_personal_form_reads_back_as_labels_and_values() -> None:
    cells = personal_form(name="林若溪").cells()

    assert cells[:8] == [
        ("姓名", "林若溪"),
        ("性别", "女"),
        ("出生年月", "2004 年 5 月"),
        ("本人照片\n(小2寸)", "本人照片\n(小2寸)"),
        ("身份证号", "990101200405060021"),
        ("就读院校", "海滨机械职业学院"),
        ("文化程度", "大学专科"),
        ("入学时间", "2022 年 9 月"),
    ]
    assert cells[-1] == ("盖章处", "(现工作单位盖章)    年  月  日")


def test_fields_outside_the_grid_and_several_values_of_one_label_read_back() -> None:
    cells = examiner_form().cells()

    assert cells[0] == ("单位名称", "海滨机械职业学院")
    assert [text for name, text in cells if name == "参加培训项目"] == [
        "高级考评员（√）",
        "考评员（ ）",
        "管理人员（ ）",
    ]
    assert ("所在部门推荐意见", "同意推荐。\n签字(盖章)：    年  月  日") in cells


def test_a_cell_below_a_heading_takes_its_name_from_the_column() -> None:
    cells = station_form(equipment=1).cells()

    assert ("设备名称、型号", "数控车床 CK6140 左1") in cells
    assert ("理论考试场地面积", "300 m²") in cells
    assert ("职业编码及名称", "6-18-01-01 车工") in cells
    assert ("承建单位推荐意见", "同意。\n(盖章)    年  月  日") in cells


def test_a_list_reads_back_as_facts_rows_and_signatures() -> None:
    cells = roster(people=1).cells()

    assert cells[:5] == [
        ("机构名称", "海滨机械职业学院考试站"),
        ("机构编码", "49284299"),
        ("批次号", "49284299-2026-01"),
        ("考试日期", "2026-09-01"),
        ("人数", "1"),
    ]
    assert cells[5:9] == [
        ("序号", "1"),
        ("姓名", "林若溪"),
        ("证件号码", "990101200405060001"),
        ("出生日期", "2004-05-06"),
    ]
    assert cells[-1] == ("填表日期", "2026-09-08")
    assert roster(people=1).as_form().cells() == cells


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        (ColumnKind.TEXT, 13900000001),
        (ColumnKind.NUMBER, "82.5"),
        (ColumnKind.NUMBER, True),
        (ColumnKind.DATE, "2026-09-01"),
        (ColumnKind.DATE, datetime(2026, 9, 1, 8)),  # noqa: DTZ001  refused with or without a zone
    ],
)
def test_a_value_that_its_column_does_not_hold_is_refused_by_row(kind: ColumnKind, held: TableValue) -> None:
    with pytest.raises(ValueError, match="Row 2, column 列: "):
        TableSheet(title="表", columns=(Column("列", kind),), rows=((None,), (held,)))


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Row 1 has 2 values for 1 columns\."):
        TableSheet(title="表", columns=(Column("列"),), rows=(("甲", "乙"),))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("林\x00若\x1f溪", "林若溪"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("1\u202e23", "123"),
        ("\ud800甲\ufffe", "甲"),
        ("𫖯\t𬍛", "𫖯\t𬍛"),
    ],
)
def test_what_no_paper_can_hold_is_left_out_wherever_it_was_typed(typed: str, printed: str) -> None:
    assert Cell(typed).text == printed
    assert Field(typed, typed, typed) == Field(printed, printed, printed)
    assert FormSheet(typed, (Text(typed),), subtitle=(typed,)).subtitle == (printed,)
    table = TableSheet(title=typed, columns=(Column("列"),), rows=((typed,),), facts=((typed, typed),))
    assert (table.title, table.rows, table.facts) == (printed, ((printed,),), ((printed, printed),))


def test_a_picture_must_be_a_jpeg_or_png_file() -> None:
    assert Photo(photo_file(), 33, 48).content_type == "image/jpeg"
    with pytest.raises(ValueError, match="JPEG or PNG"):
        Photo(b"<svg xmlns='http://www.w3.org/2000/svg'/>", 33, 48)


def test_a_photo_takes_the_place_of_its_words() -> None:
    photo = Photo(photo_file(), 33, 48)
    assert Cell("本人照片", photo=photo).printed == ""
    assert Cell("本人照片").printed == "本人照片"
