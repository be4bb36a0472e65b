"""Tables of figures: the page, the charts drawn from it and the workbook all show these."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.wording import TableValue, value_in_words

Cells = tuple[TableValue, ...]
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column's heading; whether the chart draws it, and whether it holds words."""

    header: str
    drawn: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures: the first column says what a line is of; `total` is the last line.

    `empty` is said where there is no line.
    """

    key: str
    title: str
    columns: tuple[FigureColumn, ...]
    rows: Sequence[Cells]
    total: Cells | None = None
    note: str = ""
    empty: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The lines as the page shows them: each cell's heading and text."""
        return [self._shown(row) for row in self.rows]

    @property
    def total_line(self) -> list[tuple[str, str]]:
        """The last line so; empty where there is none."""
        return self._shown(self.total or ())

    def _shown(self, row: Cells) -> list[tuple[str, str]]:
        headers = [column.header for column in self.columns]
        return [(name, value_in_words(held) or NOTHING) for name, held in zip(headers, row, strict=False)]

    def part(self, start: int, end: int) -> "FigureTable":
        """Return the table with some of its lines; its total stays that of all."""
        return replace(self, rows=self.rows[start:end])
