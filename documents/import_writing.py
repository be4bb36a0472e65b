"""Workbooks for people to fill in: the empty template, and the rows to correct.

Every cell is text, so that codes keep their zeros and nothing that was typed becomes a formula.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.import_reading import REASONS
from documents.import_spec import ImportColumn, ImportedTable, TableImport
from documents.table_sheets import ColumnKind
from documents.wording import columns_of
from documents.xlsx import tab_names
from documents.xlsx_styles import HEADING, body_style, named_styles
from documents.xlsx_tabs import FORMULA_STARTS

NOTES, OPTIONS = "填写说明", "选项"
TEXT = body_style(ColumnKind.TEXT)
NOTE_WIDTHS = (24, 10, 60, 30)
LEAST_WIDTH, REASONS_WIDTH = 14, 60


def template_workbook(spec: TableImport, rows: Iterable[Sequence[str]] = ()) -> bytes:
    """Return the workbook to fill in: headings, notes on each column, pull-downs for choices.

    Args:
        spec: what the table must look like.
        rows: what stands in it already, a text for each column; most tables start empty.
    """
    return _saved(_filled(spec, [], rows))


def errors_workbook(spec: TableImport, table: ImportedTable, *, only_errors: bool = True) -> bytes:
    """Return the rows as sent, with the reasons in an added last column 问题.

    Corrected, the file can be sent as it is: the reader passes over that column.

    Args:
        spec: what the table must look like.
        table: what was read.
        only_errors: leave the rows out that nothing is wrong with.
    """
    rows = table.bad if only_errors else table.rows
    headers = [column.header for column in spec.columns]
    return _saved(
        _filled(
            spec, [REASONS], [[*(row.raw[name] for name in headers), "".join(row.problems)] for row in rows]
        )
    )


def _filled(spec: TableImport, added: Sequence[str], rows: Iterable[Sequence[str]]) -> Workbook:
    workbook = Workbook()
    for style in named_styles():
        workbook.add_named_style(style)
    data: Any = workbook.active
    data.title, notes = tab_names([spec.title, NOTES])
    _write_rows(data, [[*(column.header for column in spec.columns), *added], *rows])
    _set_columns(data, spec, added)
    _write_notes(workbook.create_sheet(notes), spec)
    _offer(workbook, data, spec)
    return workbook


def _write_rows(tab: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    for number, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            _write(tab.cell(number, column), text, HEADING if number == 1 else TEXT)
    tab.freeze_panes = "A2"


def _write(cell: Any, text: str, style: str) -> None:
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl takes = for a formula and #N/A for an error
        cell.quotePrefix = text.startswith(FORMULA_STARTS)  # and so does Excel, once the cell is edited


def _set_columns(tab: Worksheet, spec: TableImport, added: Sequence[str]) -> None:
    widths = [max(LEAST_WIDTH, columns_of(column.header) + 4) for column in spec.columns]
    for number, width in enumerate([*widths, *(REASONS_WIDTH for _ in added)], start=1):
        column = tab.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = width, "@"


def _write_notes(tab: Worksheet, spec: TableImport) -> None:
    rows = [_note(column) for column in spec.columns]
    _write_rows(tab, [["列标题", "是否必填", "填写要求", "示例"], *rows])
    for letter, width in zip("ABCD", NOTE_WIDTHS, strict=True):
        tab.column_dimensions[letter].width = width


def _note(column: ImportColumn) -> list[str]:
    offered = f"可选：{'、'.join(column.offered)}" if column.offered else ""
    hint = "。".join(part for part in (column.hint, offered) if part)
    return [column.header, "必填" if column.required else "选填", hint, column.sample]


def _offer(workbook: Workbook, data: Worksheet, spec: TableImport) -> None:
    """Add a pull-down to every column with choices; the lists stand in a hidden tab, which holds many."""
    columns = [(number, column) for number, column in enumerate(spec.columns, start=1) if column.offered]
    if not columns:
        return
    tab = workbook.create_sheet(tab_names([*workbook.sheetnames, OPTIONS])[-1])
    tab.sheet_state = "hidden"
    for place, (number, column) in enumerate(columns, start=1):
        for row, text in enumerate(column.offered, start=1):
            _write(tab.cell(row, place), text, TEXT)
        data.add_data_validation(_pull_down(tab, place, number, spec.max_rows, len(column.offered)))


def _pull_down(tab: Worksheet, place: int, number: int, max_rows: int, count: int) -> DataValidation:
    source, target = get_column_letter(place), get_column_letter(number)
    rule = DataValidation(
        type="list",
        formula1=f"'{tab.title}'!${source}$1:${source}${count}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="不在可选范围内",
        error="请从下拉列表中选择。",
    )
    rule.add(f"{target}2:{target}{max_rows + 1}")
    return rule


def _saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
