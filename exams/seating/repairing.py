"""Taking neighbours with the same paper apart, where exchanging two seats helps."""

from collections.abc import Hashable, Sequence

from exams.seating.grids import Cell, neighbours
from exams.seating.sitters import Plan, Sitter

# Rounds over all seats: the first takes most apart, and what changes nothing is the last.
ROUNDS = 10


def repaired(plan: Plan, cells: Sequence[Cell]) -> Plan:
    """Return the plan with people exchanged, or moved to free seats, as long as fewer clash by it.

    Args:
        plan: who sits where.
        cells: the seats that may be used.
    """
    hall = _Hall(plan, cells)
    for _ in range(ROUNDS):
        if not [place for place in range(len(cells)) if hall.improve(place)]:
            break
    return {cell: sitter for cell, sitter in zip(cells, hall.sitters, strict=True) if sitter is not None}


class _Hall:
    """Seats by their place in a list, each with its neighbours' places: quick to count over and over.

    Neighbours of one subject have the same paper if it has no second version, and else never: the versions
    lie like a chess board.
    """

    def __init__(self, plan: Plan, cells: Sequence[Cell]) -> None:
        places = {cell: place for place, cell in enumerate(cells)}
        self.sitters = [plan.get(cell) for cell in cells]
        self.papers = [_paper(sitter) for sitter in self.sitters]
        self.near = [[places[one] for one in neighbours(cell) if one in places] for cell in cells]

    def clashes(self, place: int) -> int:
        paper = self.papers[place]
        return 0 if paper is None else sum(self.papers[one] == paper for one in self.near[place])

    def improve(self, place: int) -> bool:
        """Exchange the place's person with the first by which fewer clash; tell whether there is one."""
        if not self.clashes(place):
            return False
        paper = self.papers[place]
        others = (other for other in range(len(self.papers)) if self.papers[other] != paper)
        return any(self._helps(place, other) for other in others)

    def _helps(self, place: int, other: int) -> bool:
        before = self.clashes(place) + self.clashes(other)
        self._exchange(place, other)
        if self.clashes(place) + self.clashes(other) < before:
            return True
        self._exchange(place, other)
        return False

    def _exchange(self, place: int, other: int) -> None:
        sitters, papers = self.sitters, self.papers
        sitters[place], sitters[other] = sitters[other], sitters[place]
        papers[place], papers[other] = papers[other], papers[place]


def _paper(sitter: Sitter | None) -> tuple[Hashable] | None:
    """Return what must not lie at two neighbours' seats, if anything."""
    return (sitter.subject,) if sitter is not None and sitter.is_tied else None
