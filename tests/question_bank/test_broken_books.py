"""Workbooks that can't be taken as a whole: each named by tab, place and reason."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ostami.problems import BlockedError
from question_bank.importing.rows import read_book
from question_bank.importing.tables import MOST_QUESTIONS
from question_bank.kinds import QuestionKind
from tests.documents.workbooks import part, repacked, saved
from tests.factories.question_books import book, row

GOOD = book(row(), essay=[row(QuestionKind.ESSAY)])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHOICE_TAB = "xl/worksheets/sheet1.xml"


def edited(change: Callable[[Any], object]) -> bytes:
    """The good workbook after a change."""
    workbook = load_workbook(BytesIO(GOOD))
    change(workbook)
    return saved(workbook)


def cell(place: str, value: object, tab: str = "单选题") -> bytes:
    def change(workbook: Any) -> None:
        workbook[tab][place] = value

    return edited(change)


def renamed(workbook: Any) -> None:
    workbook["单选题"].title = "Sheet1"


def without_headings(workbook: Any) -> None:
    workbook["论述题"].delete_rows(1)


def without_rows(workbook: Any) -> None:
    for tab in workbook:
        tab.delete_rows(2, 9)


def second_faults(workbook: Any) -> None:
    workbook["单选题"]["D1"] = "题目"
    workbook["论述题"]["A2"] = "=B2"


def broken_part(content: bytes) -> bytes:
    return repacked(content, xl__worksheets__sheet1_xml=part(content, CHOICE_TAB)[:-40])


def with_entity(content: bytes) -> bytes:
    body = part(content, CHOICE_TAB)
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]>'
    return repacked(content, xl__worksheets__sheet1_xml=head + body)


BROKEN = {
    "nothing": (b"", "文件是空的"),
    "csv": ("知识点,题干\n切削,主轴".encode(), "文件是纯文本（如 .csv）"),
    "old excel": (OLE + b"\0" * 600, "文件是旧版 Excel 或 Word 格式"),
    "with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "工作簿设有打开密码"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "文件不是 .xlsx 工作簿"),
    "cut off": (GOOD[: len(GOOD) // 2], "文件已损坏，无法打开"),
    "a broken tab": (broken_part(GOOD), "文件已损坏，无法打开"),
    "macros": (repacked(GOOD, xl__vbaProject_bin=b"x"), "工作簿含有宏"),
    "entities": (with_entity(GOOD), "工作簿含有不允许的 XML 声明"),
    "too large": (b"PK\x03\x04" + b"\0" * 2_100_000, "不能超过 2 MB"),
    "no rows": (edited(without_rows), "表格里没有数据行"),
    "a renamed tab": (edited(renamed), "工作表“Sheet1”：不是模板中的工作表，其中的内容不会导入"),
    "a missing heading": (cell("D1", None), "工作表“单选题”：缺少列：“题干”"),
    "another heading": (cell("D1", "题目"), "工作表“单选题”：有模板以外的列：“题目”"),
    "a heading twice": (cell("A1", "题干", "论述题"), "工作表“论述题”：有重复的列：“题干”"),
    "a column without heading": (cell("AA2", "乱写"), "工作表“单选题”：单元格 AA2 所在的列没有列标题"),
    "a column far out": (cell("BB1", "备注"), "工作表“单选题”：表格超过 50 列"),
    "no headings": (edited(without_headings), "工作表“论述题”：缺少列"),
    "a formula": (cell("D2", "=A1"), "工作表“单选题”：单元格 D2 是公式"),
    "an error": (cell("C2", "#N/A", "论述题"), "工作表“论述题”：单元格 C2 是错误值"),
    "lost digits": (cell("D2", 1234567890123456789), "工作表“单选题”：单元格 D2 是过长的数字"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_is_refused_with_its_reason(name: str) -> None:
    content, reason = BROKEN[name]
    with pytest.raises(BlockedError) as refused:
        read_book(content)
    assert reason in str(refused.value)
    assert {problem.field for problem in refused.value.problems} == {"file"}


def test_the_faults_of_all_tabs_are_told_at_once() -> None:
    with pytest.raises(BlockedError) as refused:
        read_book(edited(second_faults))
    told = str(refused.value)
    assert "工作表“单选题”：缺少列：“题干”" in told
    assert "工作表“论述题”：单元格 A2 是公式" in told


def test_a_tab_with_more_rows_than_a_file_may_have_is_named() -> None:
    def fill(workbook: Any) -> None:
        tab = workbook["判断题"]
        for _ in range(MOST_QUESTIONS + 1):
            tab.append(["切削"])

    with pytest.raises(BlockedError, match=f"工作表“判断题”：表格超过 {MOST_QUESTIONS} 行数据"):
        read_book(edited(fill))


@pytest.mark.parametrize("kept", ["notes", "an empty tab", "fewer tabs"])
def test_tabs_without_questions_do_no_harm(kept: str) -> None:
    def change(workbook: Any) -> None:
        if kept == "notes":
            workbook.create_sheet("填写说明")["A1"] = "说明"
        elif kept == "an empty tab":
            workbook.create_sheet("Sheet1")
        else:
            workbook.remove(workbook["判断题"])

    assert len(read_book(edited(change)).good) == 2
