"""The grid of a form: rows of cells that may span columns and rows, as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from documents.cells import Cell, CellRole, VAlign

ROW_MM = 11.0
KEPT_TOGETHER_MM = 120.0  # under half a page: rows that wrap cannot make it outgrow a whole one


@dataclass(frozen=True)
class Row:
    """Cells from left to right (those that reach down from rows above left out) and the least height in mm.

    Heading rows at the top of a grid are repeated on every page that the grid reaches.
    """

    cells: tuple[Cell, ...]
    height_mm: float = ROW_MM
    heading: bool = False

    @property
    def runs_on(self) -> bool:
        """Whether the row holds text from its top down, which may go on overleaf; other rows stay whole."""
        return any(cell.role is CellRole.VALUE and cell.valign is VAlign.TOP for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the row and column (from 0) of its upper left corner."""

    cell: Cell
    row: int
    column: int

    def starts_at(self, row: int, column: int) -> bool:
        """Tell whether the place is the cell's upper left corner."""
        return (self.row, self.column) == (row, column)


@dataclass(frozen=True)
class Grid:
    """Rows over columns whose widths are given in proportion to each other.

    Raises:
        ValueError: the spans of the cells do not tile the grid exactly; the message names the row.
    """

    columns: tuple[float, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        _ = self.places

    @cached_property
    def places(self) -> tuple[tuple[Placed, ...], ...]:
        """For every row and column the cell that covers it."""
        return _tile(self.rows, len(self.columns))

    @property
    def shares(self) -> tuple[float, ...]:
        """The columns' widths as fractions of the whole width."""
        return tuple(width / sum(self.columns) for width in self.columns)

    @property
    def head_size(self) -> int:
        """How many heading rows stand at the top."""
        plain = (index for index, row in enumerate(self.rows) if not row.heading)
        return next(plain, len(self.rows))

    @property
    def kept_together(self) -> bool:
        """Whether the grid is a low block with a label at its side, which stays on one page."""
        head = enumerate(self.rows[: self.head_size])
        reaches_out = any(index + cell.rowspan > self.head_size for index, row in head for cell in row.cells)
        return reaches_out and sum(row.height_mm for row in self.rows) <= KEPT_TOGETHER_MM

    @property
    def repeated_rows(self) -> int:
        """How many rows are repeated on every page that the grid reaches.

        A cell that reaches from them into the rows below (the label of a block) is repeated too: it stands in
        the repeated rows and goes on below as empty cells without lines between them.
        """
        return 0 if self.kept_together else self.head_size

    def height_of(self, place: Placed) -> float:
        """Return the least height in mm of the rows that a cell spans."""
        return sum(row.height_mm for row in self.rows[place.row : place.row + place.cell.rowspan])

    def width_of(self, place: Placed) -> float:
        """Return the share of the whole width that a cell takes."""
        return sum(self.shares[place.column : place.column + place.cell.colspan])

    def row_cells(self, row: int) -> list[Placed]:
        """Return the cells that begin in `row`, from left to right."""
        return [place for column, place in enumerate(self.places[row]) if place.starts_at(row, column)]

    def texts(self) -> list[list[str]]:
        """Return what the cells show, row by row, each cell once, in the row in which it begins."""
        return [[place.cell.printed for place in self.row_cells(row)] for row in range(len(self.rows))]

    def cells(self) -> list[tuple[str, str]]:
        """Return every cell that isn't a label as (its label, what it shows), in reading order."""
        return [
            (self._label_of(place), place.cell.printed)
            for row in range(len(self.rows))
            for place in self.row_cells(row)
            if place.cell.role is not CellRole.LABEL
        ]

    def _label_of(self, place: Placed) -> str:
        """Find a cell's label: left of it in its own row, else its column's heading, else further left."""
        if place.cell.role is CellRole.PHOTO:
            return place.cell.text
        found = [*self._labels_left(place), *self._headings_above(place)]
        own_row = (label for label in found if label.row == place.row)
        above = (label for label in found if self.rows[label.row].heading and label.column >= place.column)
        labels = [*own_row, *above, *found]
        return labels[0].cell.text if labels else ""

    def _labels_left(self, place: Placed) -> Iterator[Placed]:
        left = reversed(self.places[place.row][: place.column])
        return (other for other in left if other.cell.role is CellRole.LABEL)

    def _headings_above(self, place: Placed) -> Iterator[Placed]:
        for row in reversed(range(place.row)):
            if self.rows[row].heading:
                yield self.places[row][place.column]


def _tile(rows: Sequence[Row], width: int) -> tuple[tuple[Placed, ...], ...]:
    """Place every cell; raise ValueError where a row is over- or underfull or a span leaves the grid."""
    taken: dict[tuple[int, int], Placed] = {}
    for index, row in enumerate(rows):
        for cell in row.cells:
            _place(cell, index, width, len(rows), taken)
        if gaps := [column + 1 for column in range(width) if (index, column) not in taken]:
            raise ValueError(f"Row {index + 1}: no cell covers column {gaps[0]} of {width}.")
    return tuple(tuple(taken[index, column] for column in range(width)) for index in range(len(rows)))


def _place(cell: Cell, row: int, width: int, height: int, taken: dict[tuple[int, int], Placed]) -> None:
    """Lay `cell` over the first free column of `row`."""
    column = next((free for free in range(width) if (row, free) not in taken), width)
    if min(cell.colspan, cell.rowspan) < 1:
        raise ValueError(f"Row {row + 1}: a cell must span at least one row and column.")
    if column + cell.colspan > width or row + cell.rowspan > height:
        raise ValueError(f"Row {row + 1}: the cell {cell.text!r} reaches out of the grid.")
    place = Placed(cell, row, column)
    rows, columns = range(row, row + cell.rowspan), range(column, column + cell.colspan)
    for covered in product(rows, columns):
        if covered in taken:
            raise ValueError(f"Row {row + 1}: the cell {cell.text!r} lies over another one.")
        taken[covered] = place


def row(*cells: Cell, height_mm: float = ROW_MM, heading: bool = False) -> Row:
    """Return a row of `cells` that is at least `height_mm` high."""
    return Row(cells, height_mm, heading)
