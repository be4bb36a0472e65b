"""A list as data: facts about it, typed columns, rows, and who signs for it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from documents.cells import label, value
from documents.form_sheets import Field, Fields, FormSheet
from documents.grids import Grid, Row
from documents.wording import Printable, TableValue, value_in_words

A4_SHORT_MM = 210
A4_LONG_MM = 297
SIDE_MARGINS_MM = 36
MM_PER_PT = 25.4 / 72
LEAST_PT, MOST_PT = 6.5, 12.0
ROW_HEIGHT_IN_LINES = 2.0
PADDING_CHARACTERS = 1.4  # both sides of a cell in print.css

Pair = tuple[str, TableValue]


class ColumnKind(StrEnum):
    """What a column holds; text stays text in a workbook, however much it looks like a number."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


KIND_TYPES: dict[ColumnKind, tuple[type, ...]] = {
    ColumnKind.TEXT: (str,),
    ColumnKind.NUMBER: (int, float, Decimal),
    ColumnKind.DATE: (date,),
}


@dataclass(frozen=True)
class Column(Printable):
    """A column's heading, what it holds, and its width in workbook characters (a Chinese one takes two)."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 12.0

    def accepts(self, held: TableValue) -> bool:
        """Tell whether `held` may stand in the column: None may everywhere, a bool or an instant nowhere."""
        return held is None or (
            isinstance(held, KIND_TYPES[self.kind]) and not isinstance(held, bool | datetime)
        )


@dataclass(frozen=True)
class TableSheet(Printable):
    """A list: title row, `facts` about the list, heading row, rows, and a last row of `signatures`.

    `tab` names the workbook's tab (the title where it is empty); `frozen_columns` stay in sight when the list
    is scrolled sideways.

    Raises:
        ValueError: a row has too few or too many values, or a value that its column doesn't hold.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableValue, ...], ...]
    facts: tuple[Pair, ...] = ()
    signatures: tuple[Pair, ...] = ()
    tab: str = ""
    landscape: bool = True
    frozen_columns: int = 0
    watermark: str | None = None
    footer: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        for number, held in enumerate(self.rows, start=1):
            self._check(number, held)

    def _check(self, number: int, held: tuple[TableValue, ...]) -> None:
        if len(held) != len(self.columns):
            raise ValueError(f"Row {number} has {len(held)} values for {len(self.columns)} columns.")
        for column, entry in zip(self.columns, held, strict=True):
            if not column.accepts(entry):
                raise ValueError(f"Row {number}, column {column.header}: {entry!r} is no {column.kind}.")

    def cells(self) -> list[tuple[str, str]]:
        """Return facts, every row's values and the signatures as (label, text), in reading order."""
        headers = [column.header for column in self.columns]
        body = [pair for held in self.rows for pair in zip(headers, held, strict=True)]
        return [(name, value_in_words(held)) for name, held in (*self.facts, *body, *self.signatures)]

    @property
    def marked_title(self) -> str:
        """The title with the mark behind it, for a screen, which shows no watermark."""
        return f"{self.title}（{self.watermark}）" if self.watermark else self.title

    @property
    def text_pt(self) -> float:
        """The size of type at which the columns fit between the page's margins."""
        paper_mm = (A4_LONG_MM if self.landscape else A4_SHORT_MM) - SIDE_MARGINS_MM
        characters = sum(column.width + PADDING_CHARACTERS for column in self.columns) / 2
        return round(min(MOST_PT, max(LEAST_PT, paper_mm / characters / MM_PER_PT)), 1)

    def as_form(self) -> FormSheet:
        """Return the list as a form with one grid, for the renderers of pages."""
        return FormSheet(
            title=self.title,
            blocks=(*_line(self.facts), self._grid(), *_line(self.signatures)),
            landscape=self.landscape,
            watermark=self.watermark,
            footer=self.footer,
            text_pt=self.text_pt,
        )

    def _grid(self) -> Grid:
        height = self.text_pt * MM_PER_PT * ROW_HEIGHT_IN_LINES
        head = Row(tuple(label(column.header) for column in self.columns), height, heading=True)
        texts = (map(value_in_words, held) for held in self.rows)
        body = (Row(tuple(map(value, line)), height) for line in texts)
        return Grid(tuple(column.width for column in self.columns), (head, *body))


def _line(pairs: tuple[Pair, ...]) -> tuple[Fields, ...]:
    return (Fields(tuple(Field(name, value_in_words(held)) for name, held in pairs)),) if pairs else ()
