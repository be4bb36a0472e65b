"""The words in which every other app describes a paper; see the modules named here for each."""

from collections.abc import Sequence
from typing import TypeAlias

from documents.cells import Align, Cell, CellRole, Photo, VAlign, label, portrait, signature, value
from documents.form_sheets import Block, Cover, Field, Fields, FormSheet, Heading, PageBreak, Text
from documents.grids import Grid, Row, row
from documents.table_sheets import Column, ColumnKind, TableSheet
from documents.wording import EMPTY_DATE, TableValue, date_in_words

Sheet: TypeAlias = FormSheet | TableSheet


def listed(sheets: Sheet | Sequence[Sheet]) -> Sequence[Sheet]:
    """Return one sheet or several as a sequence."""
    return [sheets] if isinstance(sheets, FormSheet | TableSheet) else sheets


def as_forms(sheets: Sheet | Sequence[Sheet]) -> list[FormSheet]:
    """Return sheets as forms, lists among them turned into forms with one grid."""
    return [sheet.as_form() if isinstance(sheet, TableSheet) else sheet for sheet in listed(sheets)]


__all__ = [
    "EMPTY_DATE",
    "Align",
    "Block",
    "Cell",
    "CellRole",
    "Column",
    "ColumnKind",
    "Cover",
    "Field",
    "Fields",
    "FormSheet",
    "Grid",
    "Heading",
    "PageBreak",
    "Photo",
    "Row",
    "Sheet",
    "TableSheet",
    "TableValue",
    "Text",
    "VAlign",
    "as_forms",
    "date_in_words",
    "label",
    "listed",
    "portrait",
    "row",
    "signature",
    "value",
]
