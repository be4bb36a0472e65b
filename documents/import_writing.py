"""Workbooks for people to fill in: the empty template, and the rows to correct.

Every cell is text, so that codes keep their zeros and nothing that was typed becomes a formula.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.import_reading import REASONS
from documents.import_spec import ImportColumn, ImportedRow, ImportedTable, TableImport
from documents.table_sheets import ColumnKind
from documents.wording import columns_of
from documents.xlsx import tab_names
from documents.xlsx_styles import HEADING, body_style, named_styles
from documents.xlsx_tabs import FORMULA_STARTS

NOTES, OPTIONS = "填写说明", "选项"
TEXT = body_style(ColumnKind.TEXT)
OPEN_CELL = Protection(locked=False)
NOTE_WIDTHS = (24, 10, 60, 30)
LEAST_WIDTH, REASONS_WIDTH = 14, 60

Filled = tuple[TableImport, Iterable[Sequence[str]]]


def template_workbook(spec: TableImport, rows: Iterable[Sequence[str]] = ()) -> bytes:
    """Return the workbook to fill in: headings, notes on each column, pull-downs for choices.

    Args:
        spec: what the table must look like.
        rows: what stands in it already, a text for each column; most tables start empty.
    """
    return _saved(_filled([(spec, rows)], []))


def errors_workbook(spec: TableImport, table: ImportedTable, *, only_errors: bool = True) -> bytes:
    """Return the rows as sent, with the reasons in an added last column 问题.

    Corrected, the file can be sent as it is: the reader passes over that column.

    Args:
        spec: what the table must look like.
        table: what was read.
        only_errors: leave the rows out that nothing is wrong with.
    """
    rows = table.bad if only_errors else table.rows
    return _saved(_filled([(spec, [_with_reasons(spec, row) for row in rows])], [REASONS]))


def _with_reasons(spec: TableImport, row: ImportedRow) -> list[str]:
    """Return a row's cells as sent, and behind them every reason against it."""
    return [*(row.raw[column.header] for column in spec.columns), "".join(row.problems)]


def tables_workbook(sheets: Sequence[Filled], *, added: Sequence[str] = ()) -> bytes:
    """Return a workbook with a tab for each table, behind a first tab with notes on all columns.

    Args:
        sheets: each table with what stands in it, a text for each column and for each heading of `added`.
        added: headings of columns behind those of every table.
    """
    workbook = _filled(sheets, added)
    notes = workbook.worksheets[len(sheets)]
    workbook.move_sheet(notes, -len(sheets))
    workbook.active = 0
    for tab in workbook.worksheets:
        tab.sheet_view.tabSelected = tab is notes
    return _saved(workbook)


def _filled(sheets: Sequence[Filled], added: Sequence[str]) -> Workbook:
    workbook = Workbook()
    for style in named_styles():
        workbook.add_named_style(style)
    names = tab_names([*(spec.title for spec, _ in sheets), NOTES])
    first: Any = workbook.active
    first.title = names[0]
    tabs: list[Any] = [first, *(workbook.create_sheet(name) for name in names[1:])]
    for (spec, rows), tab in zip(sheets, tabs, strict=False):
        _write_rows(tab, [[*(column.header for column in spec.columns), *added], *rows])
        _set_columns(tab, spec, added)
        _protect(tab, spec)
    specs = [spec for spec, _ in sheets]
    _write_notes(tabs[-1], specs)
    _offer(workbook, list(zip(tabs, specs, strict=False)))
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


def _protect(tab: Worksheet, spec: TableImport) -> None:
    """Let only the columns be typed into that aren't locked, where some are; sorting and widths stay free."""
    if not any(column.locked for column in spec.columns):
        return
    for place, column in enumerate(spec.columns, start=1):
        if not column.locked:
            for number in range(2, tab.max_row + 1):
                tab.cell(number, place).protection = OPEN_CELL
    tab.protection.sheet = True
    tab.protection.formatColumns = tab.protection.autoFilter = False


def _write_notes(tab: Worksheet, specs: Sequence[TableImport]) -> None:
    several = len(specs) > 1
    rows = [[*([spec.title] if several else []), *_note(column)] for spec in specs for column in spec.columns]
    heads = ["列标题", "是否必填", "填写要求", "示例"]
    _write_rows(tab, [[*(["工作表"] if several else []), *heads], *rows])
    widths = [*([LEAST_WIDTH] if several else []), *NOTE_WIDTHS]
    for number, width in enumerate(widths, start=1):
        tab.column_dimensions[get_column_letter(number)].width = width


def _note(column: ImportColumn) -> list[str]:
    offered = f"可选：{'、'.join(column.offered)}" if column.offered else ""
    hint = "。".join(part for part in (column.hint, offered) if part)
    return [column.header, "必填" if column.required else "选填", hint, column.sample]


def _offer(workbook: Workbook, tables: Sequence[tuple[Worksheet, TableImport]]) -> None:
    """Add a pull-down to every column with choices; the lists stand in a hidden tab, which holds many."""
    columns = [
        (data, number, column, spec.max_rows)
        for data, spec in tables
        for number, column in enumerate(spec.columns, start=1)
        if column.offered
    ]
    if not columns:
        return
    tab = workbook.create_sheet(tab_names([*workbook.sheetnames, OPTIONS])[-1])
    tab.sheet_state = "hidden"
    for place, (data, number, column, max_rows) in enumerate(columns, start=1):
        for row, text in enumerate(column.offered, start=1):
            _write(tab.cell(row, place), text, TEXT)
        data.add_data_validation(_pull_down(tab, place, number, max_rows, len(column.offered)))


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
