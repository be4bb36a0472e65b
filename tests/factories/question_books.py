"""Workbooks of questions as people send them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import Workbook, load_workbook

from question_bank.importing.tables import table_of
from question_bank.importing.workbooks import template
from question_bank.kinds import CHOICES, QuestionKind
from tests.documents.workbooks import saved

_serial = count(1)
ANSWERS = {
    QuestionKind.SINGLE: "B",
    QuestionKind.MULTIPLE: "A、C",
    QuestionKind.TRUE_FALSE: "对",
    QuestionKind.FILL_IN: "主轴|机床主轴",
    QuestionKind.TERM: "练习用的名词解析",
    QuestionKind.SHORT: "练习用的参考答案",
    QuestionKind.ESSAY: "练习用的论述要点",
}
Row = Mapping[str, Any]


def row(kind: QuestionKind = QuestionKind.SINGLE, **facts: Any) -> dict[str, Any]:
    """A row that is in order; every one is another question."""
    blank = "____" if kind == QuestionKind.FILL_IN else ""
    usual = {
        "知识点": "切削用量",
        "难度": "较难",
        "分值": "1.5",
        "题干": f"表格中的第{next(_serial)}道练习题{blank}？",
        "答案": ANSWERS[kind],
        "解析": "练习用的解析",
    }
    options = {f"选项{letter}": word for letter, word in zip("ABCD", "甲乙丙丁", strict=True)}
    return {**usual, **(options if kind in CHOICES else {}), **facts}


def book(*singles: Row, **tabs: Sequence[Row]) -> bytes:
    """A workbook with rows of single choice, or of the kinds named: ``book(essay=[row(...)])``."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for kind in QuestionKind:
        rows = tabs.get(kind.value, singles if kind == QuestionKind.SINGLE else ())
        headers = [column.header for column in table_of(kind).columns]
        tab = workbook.create_sheet(kind.label)
        tab.append(headers)
        for one in rows:
            tab.append([one.get(header) for header in headers])
    return saved(workbook)


def filled_template(kind: QuestionKind, *rows: Row) -> bytes:
    """The template as it is handed out, with rows of one kind typed in."""
    workbook = load_workbook(BytesIO(template()))
    tab = workbook[kind.label]
    headers = [cell.value for cell in tab[1]]
    for number, one in enumerate(rows, start=2):
        for column, header in enumerate(headers, start=1):
            tab.cell(number, column).value = one.get(str(header))
    return saved(workbook)


def rows_of(content: bytes, tab: str) -> list[dict[str, Any]]:
    """The rows of a tab by heading, without those cells that are blank."""
    heads, *rows = load_workbook(BytesIO(content))[tab].iter_rows(values_only=True)
    return [
        {str(head): text for head, text in zip(heads, cells, strict=True) if text is not None}
        for cells in rows
    ]
