"""Files that are no table to import: each refused as a whole, with one sentence, quickly."""

import random
import time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from documents.import_archive import MAX_ENTRIES, MAX_FILE_BYTES, MAX_RATIO, MAX_UNPACKED_BYTES, check_sizes
from documents.import_spec import MAX_COLUMNS
from documents.table_import import ImportColumn, TableImport, read_table, text
from ostami.problems import BlockedError
from tests.documents.workbooks import (
    GOOD_ROW,
    HEADERS,
    changed,
    machines,
    numbered,
    part,
    repacked,
    saved,
    sheet,
)

GOOD = sheet(GOOD_ROW)
BOOK, TAB = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with its entries marked as encrypted."""
    marked = bytearray(content)
    place = marked.find(b"PK\x01\x02")
    while place >= 0:
        marked[place + 8] |= 1
        place = marked.find(b"PK\x01\x02", place + 4)
    return bytes(marked)


def with_rows(rows: bytes, **parts: Any) -> bytes:
    """The good workbook with XML added behind its rows."""
    body = part(GOOD, TAB).replace(b"</sheetData>", rows + b"</sheetData>")
    return repacked(GOOD, xl__worksheets__sheet1_xml=body, **parts)


def many_cells() -> bytes:
    """A million cells; what doesn't compress keeps the ratio of the whole inconspicuous."""
    noise = random.Random(1).randbytes(200_000)  # noqa: S311  no secret
    return with_rows(b"<row>" + b"<c/>" * 1_000_000 + b"</row>", xl__fill_bin=noise)


def no_tab_at_all() -> bytes:
    body = part(GOOD, BOOK)
    start, end = body.index(b"<sheet "), body.index(b"</sheets>")
    return repacked(GOOD, xl__workbook_xml=body[:start] + body[end:])


def one_tab_many_times() -> bytes:
    body = part(GOOD, BOOK)
    start, end = body.index(b"<sheet "), body.index(b"</sheets>")
    return repacked(GOOD, xl__workbook_xml=body[:start] + body[start:end] * 60 + body[end:])


def empty() -> bytes:
    return saved(Workbook())


UTF_16 = ENTITY.decode().encode("utf-16")
UTF_7 = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
MANY_HEADERS = [*HEADERS, *(f"列{number}" for number in range(46))]
XML_DECLARATION = "工作簿含有不允许的 XML 声明"
MANY_PARTS: dict[str, Any] = {f"p{number}": b"x" for number in range(200)}
DAMAGED, NO_WORKBOOK = "文件已损坏，无法打开", "文件不是 .xlsx 工作簿"
BAD: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "文件是空的"),
    "text": ("编号,设备名称\n1,车床".encode(), "文件是纯文本（如 .csv）"),
    "page": (b"<table><tr><td>1</td></tr></table>", "文件是纯文本（如 .csv）"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\0", NO_WORKBOOK),
    "old format": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "文件是旧版 Excel 或 Word 格式"),
    "with a password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "工作簿设有打开密码"),
    "with locked entries": (locked(GOOD), "工作簿设有打开密码"),
    "another archive": (zipped(readme=b"hello"), NO_WORKBOOK),
    "a Word file": (zipped(**{"word/document.xml": b"<w/>"}), NO_WORKBOOK),
    "a binary workbook": (zipped(**{"xl/workbook.bin": b"\0"}), "文件是 Excel 二进制工作簿（.xlsb）"),
    "with macros": (repacked(GOOD, xl__vbaProject_bin=b"\0"), "工作簿含有宏（.xlsm）"),
    "head alone": (GOOD[:40], DAMAGED),
    "cut off": (GOOD[: len(GOOD) // 2], DAMAGED),
    "with a wrong checksum": (repacked(GOOD, stored=True).replace(b"0012", b"0013"), DAMAGED),
    "without its tab": (repacked(GOOD, without=TAB), "工作簿里没有工作表"),
    "without its list of parts": (repacked(GOOD, without="[Content_Types].xml"), DAMAGED),
    "with broken XML": (repacked(GOOD, xl__worksheets__sheet1_xml=b"<worksheet><sheetData>"), DAMAGED),
    "with no tabs": (no_tab_at_all(), "工作簿里没有工作表"),
    "with entities": (repacked(GOOD, xl__sharedStrings_xml=ENTITY), XML_DECLARATION),
    "with entities out of sight": (repacked(GOOD, xl__sharedStrings_xml=UTF_16), XML_DECLARATION),
    "in another encoding": (repacked(GOOD, xl__workbook_xml=UTF_7), XML_DECLARATION),
    "a bomb of zeros": (repacked(GOOD, xl__media_bin=b"\0" * MAX_UNPACKED_BYTES), "工作簿解压后超过 20 MB"),
    "a bomb of 15 MB": (repacked(GOOD, xl__media_bin=b"\0" * 15_000_000), "工作簿的压缩比超过 100 倍"),
    "a million empty cells": (many_cells, "工作簿内容过多，无法读取"),
    "a tab named sixty times": (one_tab_many_times(), "工作簿内容过多，无法读取"),
    "201 entries": (repacked(GOOD, **MANY_PARTS), "工作簿内有"),
    "no heading": (empty(), "表格是空的"),
    "no rows": (sheet(), "表格里没有数据行"),
    "blank rows alone": (sheet(["  ", "\u3000", "\u200b"], [None, ""]), "表格里没有数据行"),
    "51 columns": (sheet(GOOD_ROW, headers=MANY_HEADERS), "表格超过 50 列"),
    "2001 rows": (lambda: numbered(2001), "表格超过 2000 行数据"),
    "a column missing": (sheet(["1"], headers=["编号", "类别", "数量", "启用日期"]), "缺少列：“设备名称”"),
    "a column twice": (sheet(GOOD_ROW, headers=[*HEADERS, "编 号"]), "有重复的列：“编号”"),
    "an unknown column": (sheet(GOOD_ROW, headers=[*HEADERS, "<b>注"]), "有模板以外的列：“<b>注”"),
    "content without a heading": (sheet([*GOOD_ROW, "", "x"]), "单元格 G2 所在的列没有列标题"),
    "a formula": (changed(GOOD, B2='=HYPERLINK("http://a.invalid")'), "单元格 B2 是公式"),
    "six formulas": (sheet(*[["=1+1", *GOOD_ROW[1:]]] * 6), "单元格 A2、A3、A4、A5、A6 等 6 个单元格是公式"),
    "an error value": (changed(GOOD, B2="#N/A"), "单元格 B2 是错误值（如 #N/A）"),
    "a number too long": (changed(GOOD, A2=110101200001010011), "单元格 A2 是过长的数字"),
    "a number in powers of ten": (changed(GOOD, A2=1.10101e17), "单元格 A2 是过长的数字"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_as_a_whole(content: Any, sentence: str) -> None:
    sent = content() if callable(content) else content
    started = time.process_time()
    with pytest.raises(BlockedError) as refused:
        read_table(machines(), sent)
    assert time.process_time() - started < 2
    (problem,) = refused.value.problems
    assert problem.text.startswith(sentence)
    assert (problem.field, bool(problem.remedy)) == ("file", True)


def test_several_wrong_headings_are_named_at_once() -> None:
    with pytest.raises(BlockedError) as refused:
        read_table(machines(), sheet(GOOD_ROW, headers=["编号", "编号", "名称", "数量", "启用日期"]))
    assert [problem.text for problem in refused.value.problems] == [
        "缺少列：“设备名称”、“类别”",
        "有重复的列：“编号”",
        "有模板以外的列：“名称”",
    ]


def test_two_megabytes_are_taken_and_a_byte_more_refused() -> None:
    room = MAX_FILE_BYTES - len(repacked(GOOD, stored=True, xl__fill_bin=b""))
    exact = repacked(GOOD, stored=True, xl__fill_bin=b"0" * room)
    assert len(exact) == MAX_FILE_BYTES
    assert len(read_table(machines(), exact).rows) == 1
    with pytest.raises(BlockedError, match="不能超过 2 MB"):
        read_table(machines(), repacked(GOOD, stored=True, xl__fill_bin=b"0" * (room + 1)))


@pytest.mark.parametrize(
    ("most", "one_more", "sentence"),
    [
        ([(1, 1)] * MAX_ENTRIES, [(1, 1)] * (MAX_ENTRIES + 1), "201 个部件"),
        ([(10**6, MAX_UNPACKED_BYTES)], [(10**6, MAX_UNPACKED_BYTES), (0, 1)], "超过 20 MB"),
        ([(10, 10 * MAX_RATIO)], [(10, 10 * MAX_RATIO + 1)], "超过 100 倍"),
    ],
)
def test_every_limit_of_the_archive_is_exact(
    most: list[tuple[int, int]], one_more: list[tuple[int, int]], sentence: str
) -> None:
    check_sizes(most)
    with pytest.raises(BlockedError, match=sentence):
        check_sizes(one_more)


def test_two_thousand_rows_are_taken() -> None:
    table = read_table(machines(), numbered(2000))
    assert (len(table.rows), table.bad) == (2000, [])


def test_fifty_columns_are_taken() -> None:
    columns = [ImportColumn(f"列{number}", f"c{number}", text(9)) for number in range(MAX_COLUMNS)]
    content = sheet(["x"] * MAX_COLUMNS, headers=[column.header for column in columns])
    assert len(read_table(TableImport("宽表", columns), content).good) == 1


def test_a_last_row_at_the_end_of_the_sheet_costs_little() -> None:
    started = time.process_time()
    table = read_table(machines(), changed(GOOD, A1048576="0099"))
    assert [row.number for row in table.rows] == [2, 1_048_576]
    assert time.process_time() - started < 4


def test_a_row_beyond_any_workbook_is_not_waited_for() -> None:
    far = b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    assert len(read_table(machines(), with_rows(far)).rows) == 1


@pytest.mark.parametrize(("number", "taken"), [(999_999_999_999_999, True), (10**15, False)])
def test_numbers_of_fifteen_digits_are_the_last_that_are_exact(number: int, taken: bool) -> None:  # noqa: FBT001
    content = changed(GOOD, B2=number)
    if taken:
        assert read_table(machines(), content).rows[0].raw["设备名称"] == str(number)
    else:
        with pytest.raises(BlockedError, match="B2 是过长的数字"):
            read_table(machines(), content)
