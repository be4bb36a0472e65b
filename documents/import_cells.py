"""The cells of a sent workbook as plain text, row by row."""

import warnings
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import repeat
from operator import is_not
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from documents.import_archive import BOUNDS, SAVE_AS, UNPACKING, Bounds, check_workbook_file
from documents.upload_limits import file_refusal
from documents.wording import visible
from ostami.problems import BlockedError

LAST_ROW = 1_048_576  # of any workbook
LAST_COLUMN = 60  # somewhat more than allowed, so that what lies beyond is seen and named
EXACT_BELOW = 10**15  # a workbook's numbers hold 15 digits, the rest is lost
# What the reader raises for workbooks that are damaged or built to hurt.
BROKEN = (
    *UNPACKING,
    ParseError,
    LxmlError,
    DefusedXmlException,
    InvalidFileException,
    AttributeError,
    IndexError,
    TypeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


@dataclass(slots=True)
class SheetRow:
    """One row: its number, its cells' text from column A on, and the cells whose content can't be trusted."""

    number: int
    texts: list[str]
    formulas: list[str] = field(default_factory=list)
    lost_digits: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextmanager
def sheet_rows(content: bytes, *, tab: str, bounds: Bounds = BOUNDS) -> Iterator[Iterator[SheetRow]]:
    """Give the rows of the tab called `tab`, or of the first one, that aren't blank, one after the other.

    Raises:
        BlockedError: the file is no workbook that may be read (see `check_workbook_file`), or is damaged.
    """
    with workbook_tabs(content, bounds=bounds) as tabs:
        yield tabs.get(tab) or next(iter(tabs.values()))


@contextmanager
def workbook_tabs(content: bytes, *, bounds: Bounds = BOUNDS) -> Iterator[dict[str, Iterator[SheetRow]]]:
    """Give every tab's rows that aren't blank, by the tab's name, in the workbook's order.

    Raises:
        BlockedError: as `sheet_rows` does.
    """
    check_workbook_file(content, bounds=bounds)
    with warnings.catch_warnings(), ExitStack() as open_tabs:
        warnings.simplefilter("ignore")  # of styles and extensions, which don't matter here
        tabs = {sheet.title: _rows(sheet) for sheet in _sheets(content)}
        for rows in tabs.values():
            open_tabs.enter_context(closing(rows))
        yield dict(tabs)


def _sheets(content: bytes) -> list[Any]:
    try:
        workbook = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except BROKEN:
        raise _damaged() from None
    if not workbook.worksheets:
        raise file_refusal("工作簿里没有工作表", "请下载模板，填写后上传")
    return list(workbook.worksheets)


def _rows(sheet: Any) -> Generator[SheetRow, None, None]:
    try:
        yield from _parsed(sheet)
    except BROKEN:
        raise _damaged() from None


def _damaged() -> BlockedError:
    return file_refusal("文件已损坏，无法打开", SAVE_AS)


def _parsed(sheet: Any) -> Iterator[SheetRow]:
    sheet.reset_dimensions()  # they are what the file claims, which may be anything
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN), start=1):
        if any(map(is_not, cells, repeat(EMPTY_CELL))):  # a last row far below has a million blank ones above
            row = _read_row(number, cells)
            if any(row.texts):
                yield row


def _read_row(number: int, cells: tuple[ReadOnlyCell, ...]) -> SheetRow:
    row = SheetRow(number, [plain(cell.value) for cell in cells])
    for column, cell in enumerate(cells, start=1):
        if cell.value is None:
            continue
        place = f"{get_column_letter(column)}{number}"
        if cell.data_type == "f":
            row.formulas.append(place)
        elif cell.data_type == "e":
            row.failed.append(place)
        elif _has_lost_digits(cell.value):
            row.lost_digits.append(place)
    return row


def _has_lost_digits(value: object) -> bool:
    return isinstance(value, int | float) and not abs(value) < EXACT_BELOW


def plain(value: object) -> str:
    """Return a cell's value as the text that a person sees, without what can't be seen."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float):
        return _number(value)
    return "" if value is None else visible(str(value))


def _number(value: float) -> str:
    if not abs(value) < EXACT_BELOW:
        return str(value)
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
