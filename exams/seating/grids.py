"""The seats of a room as a grid: rows from the front, so many seats in each."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Space:
    """A room in one session: so many seats, so many of them in a row."""

    key: int
    capacity: int
    columns: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A seat by its number in its room, from one on: left to right, front to back."""

    space: Space
    number: int

    @property
    def row(self) -> int:
        """The row, zero at the front."""
        return (self.number - 1) // self.space.columns

    @property
    def column(self) -> int:
        """The place in the row, zero at the left."""
        return (self.number - 1) % self.space.columns


def cells_of(space: Space) -> list[Cell]:
    """Return a room's seats in their order."""
    return [Cell(space, number) for number in range(1, space.capacity + 1)]


def is_even(cell: Cell) -> bool:
    """Tell the two colours of a chess board apart; neighbours never have the same."""
    return (cell.row + cell.column) % 2 == 0


def neighbours(cell: Cell) -> Iterator[Cell]:
    """Yield the seats at the left, right, front and back."""
    space, number = cell.space, cell.number
    if cell.column > 0:
        yield Cell(space, number - 1)
    if cell.column < space.columns - 1 and number < space.capacity:
        yield Cell(space, number + 1)
    if number > space.columns:
        yield Cell(space, number - space.columns)
    if number + space.columns <= space.capacity:
        yield Cell(space, number + space.columns)
