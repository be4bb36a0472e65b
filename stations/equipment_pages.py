"""The equipment lists of F1: two items a row, down the left half of a page first, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

from documents.sheets import Block, Grid, PageBreak, Row, label, row, value
from documents.wording import columns_of

Item: TypeAlias = tuple[str, str]

COLUMNS = (20, 58, 18, 58, 18)
NOTHING: Item = ("", "")
HEADS = ("设备名称、型号", "数量") * 2
ROW_MM = 11.0
LINE_MM, PADDING_MM = 5.8, 1.6  # the larger of what print and Word take
PAGE_MM = 240.0  # what a page holds at least in print and in Word
NAME_COLUMNS, QUANTITY_COLUMNS = 22, 6  # half-width characters that fit on a line, capitals among them
LEAST_ROWS = 2  # fewer aren't begun at a page's foot
NOT_CONCERNED = "本次申请不涉及"


@dataclass(frozen=True, slots=True)
class EquipmentList:
    """One of the two blocks: its label, its items in the order of entry, and the rows of the empty form."""

    title: str
    items: tuple[Item, ...]
    blank_rows: int
    left_out: bool = False


def equipment_blocks(lists: Sequence[EquipmentList], *, used_mm: float) -> Iterator[Block]:
    """Yield the grids of `lists`, with page breaks where a page is full.

    Every page's part is a grid of its own with the heads, read from the top down at the left, then at the
    right: a list that were laid out as a whole would send its reader back and forth between pages.

    Args:
        lists: the blocks in order.
        used_mm: what stands above them on the first page.
    """
    room = PAGE_MM - used_mm
    for one in lists:
        left, more = one.items, True
        while more:
            rows = _rows_that_fit(one, left, room - ROW_MM)
            if not rows:
                yield PageBreak()
                room = PAGE_MM
                rows = max(_rows_that_fit(one, left, room - ROW_MM), 1)
            here, left = left[: 2 * rows], left[2 * rows :]
            yield _grid(one, here, rows)
            room -= ROW_MM + _height(here, rows)
            more = bool(left)


def _rows_that_fit(one: EquipmentList, items: tuple[Item, ...], room: float) -> int:
    """Return how many rows of two items `room` holds, at most as many as needed; 0 where too few to begin."""
    needed = ceil(len(items) / 2) or (1 if one.left_out else one.blank_rows)
    least = min(LEAST_ROWS, needed) if items else needed
    most = min(needed, int(room // ROW_MM))
    return next((rows for rows in range(most, least - 1, -1) if _height(items[: 2 * rows], rows) <= room), 0)


def _pairs(items: tuple[Item, ...], rows: int) -> list[tuple[Item, Item]]:
    """Return the rows: each item of the left half beside that of the right, places without item empty."""
    places = [*items, *[NOTHING] * (2 * rows - len(items))]
    return list(zip(places[:rows], places[rows:], strict=True))


def _height(items: tuple[Item, ...], rows: int) -> float:
    return sum(max(map(_item_height, pair)) for pair in _pairs(items, rows))


def _item_height(item: Item) -> float:
    name, quantity = item
    lines = max(_lines(name, NAME_COLUMNS), _lines(quantity, QUANTITY_COLUMNS))
    return max(ROW_MM, lines * LINE_MM + PADDING_MM)


def _lines(text: str, width: int) -> int:
    return ceil(columns_of(text) / width)


def _grid(one: EquipmentList, items: tuple[Item, ...], rows: int) -> Grid:
    body = _body(items, rows) if items or not one.left_out else [_not_concerned()]
    head = row(label(one.title, rowspan=len(body) + 1), *map(label, HEADS), heading=True)
    return Grid(COLUMNS, (head, *body))


def _body(items: tuple[Item, ...], rows: int) -> list[Row]:
    return [row(*map(value, (*left, *right))) for left, right in _pairs(items, rows)]


def _not_concerned() -> Row:
    return row(value(NOT_CONCERNED, colspan=len(HEADS)))
