"""The columns of a list: one table for the page, the choice of columns, the order and the export."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet

from documents.table_sheets import Column, ColumnKind
from documents.wording import TableValue

M = TypeVar("M", bound=Model)
NAME = "name"
SHORT = 18  # half-width characters


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says of one row."""

    column: "ListColumn[Any]"
    value: TableValue

    @property
    def colour(self) -> str:
        """The colour's name in the theme, if its word has one."""
        return self.column.colours.get(str(self.value), "")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what a click sorts by, and how it is sorted at present."""

    column: "ListColumn[Any]"
    next_sort: str
    direction: str


@dataclass(frozen=True)  # with slots, Python 3.11 can't make one by its subscripted name
class ListColumn(Generic[M]):
    """One column.

    Attributes:
        key: its name in the address; ``name`` is the column that leads to the row's page.
        header: its heading.
        value: what it says of a row on a day; codes are text, so that none loses a zero.
        order: the fields that it sorts by; empty where it can't be sorted.
        kind: what it holds in the workbook.
        width: its width in the workbook, in half-width characters.
        usual: whether it is shown when nobody chose any.
        colours: the colours of its words in the theme.
        blank: what a page shows where there is nothing.
    """

    key: str
    header: str
    value: Callable[[M, date], TableValue]
    order: tuple[str, ...] = ()
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 12
    usual: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)
    blank: str = "待登记"

    def cell(self, row: M, on: date) -> Cell:
        """Return what it says of `row` on a day."""
        return Cell(self, self.value(row, on))

    def head(self, sort: str) -> Head:
        """Return its head in a list that is sorted by `sort`."""
        directions = {self.key: "ascending", f"-{self.key}": "descending"}
        return Head(self, next_sort(self.key, sort) if self.order else "", directions.get(sort, ""))

    @property
    def is_short(self) -> bool:
        """Tell whether a page keeps its words on one line."""
        return self.width <= SHORT

    @property
    def as_sheet_column(self) -> Column:
        """The column of the export."""
        return Column(self.header, self.kind, self.width)


def chosen(columns: Sequence[ListColumn[M]], keys: Iterable[str]) -> list[ListColumn[M]]:
    """Return the columns called by `keys` in the table's order; the usual ones where none is called.

    The name is always among them: a row without it couldn't be opened.
    """
    wanted = {*keys} or {column.key for column in columns if column.usual}
    return [column for column in columns if column.key in wanted | {NAME}]


def ordering(columns: Sequence[ListColumn[M]], sort: str, *, first: str) -> Iterator[Any]:
    """Yield what `order_by` takes for a column's key, downwards with ``-`` before it.

    An unknown key sorts by the column `first`; what isn't known stands last, either way.
    """
    orders = {column.key: column.order for column in columns if column.order}
    falls = sort.startswith("-")
    for name in orders.get(sort.removeprefix("-"), orders[first]):
        # A key is always known; asked plainly, the first page is read from its index.
        last = None if name == "pk" else True
        yield F(name).desc(nulls_last=last) if falls else F(name).asc(nulls_last=last)


def next_sort(key: str, sort: str) -> str:
    """Return the sort that a click on a column's head asks for: upwards first, then downwards."""
    return f"-{key}" if sort == key else key


def sheet_rows(
    rows: QuerySet[M], columns: Sequence[ListColumn[M]], *, on: date
) -> tuple[tuple[TableValue, ...], ...]:
    """Return the rows of the export, as of the day `on`."""
    return tuple(tuple(column.value(row, on) for column in columns) for row in rows)
