"""Who sits where, as arithmetic: people and rooms in, seats out. Nothing here is stored or read."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import TextChoices

from exams.seating.grids import Cell, Space, cells_of, is_even, neighbours
from exams.seating.repairing import repaired
from exams.seating.sitters import Plan, Sitter, same_paper


class Mode(TextChoices):
    """In which order people are seated."""

    ROSTER = "roster", "按花名册顺序"
    MIXED = "mixed", "各工种交叉"


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat given to somebody."""

    key: int
    space: int
    number: int
    version: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """What came of it.

    Attributes:
        seats: in the order of rooms and seats.
        left_over: the keys of those for whom there was no seat, in roster order.
        clashes: pairs of keys of neighbours that have the same paper in the same version.
    """

    seats: tuple[Placed, ...]
    left_over: tuple[int, ...]
    clashes: tuple[tuple[int, int], ...]


def arrange(people: Sequence[Sitter], spaces: Sequence[Space], mode: Mode) -> Arranged:
    """Seat people, each once and no seat twice.

    By roster order the seats are taken as they are numbered, room by room. Mixed, the subjects with one
    version are dealt to every second seat, so that nobody has a neighbour with the same paper where that can
    be met; seats stay empty between them only where it can't be met otherwise.

    Args:
        people: in roster order.
        spaces: the rooms in the order in which they fill.
        mode: by roster order or mixed.
    """
    cells = list(chain.from_iterable(map(cells_of, spaces)))
    seated, left_over = people[: len(cells)], people[len(cells) :]
    plan = dict(zip(cells, seated, strict=False)) if mode == Mode.ROSTER else _mixed(seated, cells)
    return _arranged(plan, cells, left_over)


def _arranged(plan: Plan, cells: Sequence[Cell], left_over: Sequence[Sitter]) -> Arranged:
    return Arranged(
        tuple(_placed(cell, plan[cell]) for cell in cells if cell in plan),
        tuple(one.key for one in left_over),
        tuple((plan[first].key, plan[second].key) for first, second in clashes_of(plan)),
    )


def _placed(cell: Cell, sitter: Sitter) -> Placed:
    return Placed(sitter.key, cell.space.key, cell.number, sitter.version_at(cell))


def clashes_of(plan: Plan) -> Iterator[tuple[Cell, Cell]]:
    """Yield each pair of neighbouring seats with the same paper in the same version, once."""
    for cell, sitter in plan.items():
        for beside in neighbours(cell):
            other = plan.get(beside)
            if other and beside.number > cell.number and same_paper(cell, sitter, beside, other):
                yield cell, beside


def _mixed(people: Sequence[Sitter], cells: Sequence[Cell]) -> Plan:
    close = repaired(_dealt(people, cells[: len(people)]), cells[: len(people)])
    if not any(clashes_of(close)):
        return close
    wide = repaired(_dealt(people, cells), cells)
    return min(close, wide, key=lambda plan: sum(1 for _ in clashes_of(plan)))


def _dealt(people: Sequence[Sitter], cells: Sequence[Cell]) -> Plan:
    """Deal whole subjects to the even or to the odd seats, the largest first.

    Even seats have no even neighbours, nor odd ones odd neighbours: a subject that fits on one side is safe.
    """
    even = [cell for cell in cells if is_even(cell)]
    odd = [cell for cell in cells if not is_even(cell)]
    plan: Plan = {}
    for group in _groups(people):
        side, beyond = (even, odd) if len(even) >= len(odd) else (odd, even)
        here, there = group[: len(side)], group[len(side) :]
        plan |= dict(zip(side, here, strict=False)) | dict(zip(beyond, there, strict=False))
        del side[: len(here)], beyond[: len(there)]
    return plan


def _groups(people: Iterable[Sitter]) -> list[list[Sitter]]:
    groups: defaultdict[Hashable, list[Sitter]] = defaultdict(list)
    for one in people:
        groups[one.subject].append(one)
    return sorted(groups.values(), key=lambda group: (not any(one.is_tied for one in group), -len(group)))
