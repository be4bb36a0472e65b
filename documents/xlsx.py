"""Lists as a workbook: text stays text, numbers and dates are real, and every tab prints on A4."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook

from documents.table_sheets import TableSheet
from documents.xlsx_styles import named_styles
from documents.xlsx_tabs import TabWriter
from ostami import clock

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TAB_NAME_MAX = 31
FORBIDDEN_IN_TABS = str.maketrans(dict.fromkeys("[]:*?/\\\n\t", " "))


def render_xlsx(sheets: TableSheet | Sequence[TableSheet]) -> bytes:
    """Write lists into one workbook, a tab each.

    A list is: the title over all columns, the facts, the heading row, the rows, the signatures. What the
    workbook would take for a formula or a number stays text in a text column.
    """
    tables = [sheets] if isinstance(sheets, TableSheet) else list(sheets)
    workbook = _new_workbook(tables)
    for table, name in zip(tables, tab_names(table.tab or table.title for table in tables), strict=True):
        tab = workbook.create_sheet(name)
        TabWriter(cast("Worksheet", tab), table).write()  # a streamed tab has what is needed of a whole one
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _new_workbook(tables: Sequence[TableSheet]) -> Workbook:
    workbook = Workbook(write_only=True)
    for style in named_styles():
        workbook.add_named_style(style)
    properties = workbook.properties
    properties.title, properties.creator = tables[0].title if tables else "", ""
    properties.created = clock.now().astimezone(UTC).replace(tzinfo=None)
    return workbook


def tab_names(wanted: Iterable[str]) -> list[str]:
    """Return names that a workbook takes: at most 31 characters, none forbidden, each once."""
    names: list[str] = []
    for name in wanted:
        clean = name.translate(FORBIDDEN_IN_TABS).strip(" '")[:TAB_NAME_MAX] or "表"
        names.append(_unused(clean, {known.casefold() for known in names}))
    return names


def _unused(name: str, used: set[str]) -> str:
    """Return `name`, with a number behind it where it is taken."""
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        suffix = f"({number})"
        candidate = name[: TAB_NAME_MAX - len(suffix)] + suffix
    return candidate
