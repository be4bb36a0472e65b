"""A selection while it is made: how many questions of each cell, the first ones in the seed's order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from question_bank.composing.inputs import Item
from question_bank.composing.ranking import ranked

L = TypeVar("L", bound=Hashable)


class Cell(NamedTuple):
    """Questions that a blueprint can't tell apart."""

    kind: str
    difficulty: int
    knowledge: str

    def __str__(self) -> str:
        return f"{self.kind}|{self.difficulty}|{self.knowledge}"


class Selection:
    """Which questions are in.

    Only the number of a cell is ever decided by what a blueprint wants; which of its questions that are, the
    seed's order decides. So two questions of one kind, difficulty and knowledge point have the same chance.
    """

    def __init__(self, pool: Iterable[Item], *, excluded: Collection[int], seed: str) -> None:
        items = {item.id: item for item in pool if item.id not in excluded}
        self.order = [items[key] for key in ranked(items, seed=seed, purpose="draw")]
        self.stock = Counter(map(cell_of, self.order))
        self.cells = ranked(self.stock, seed=seed, purpose="cell")
        self.taken: Counter[Cell] = Counter()
        self.points: Counter[str] = Counter()  # taken by knowledge point

    def take_first(self, counts: Mapping[str, int]) -> None:
        """Take the first so many questions of each kind, or as many as there are."""
        left = dict(counts)
        for item in self.order:
            if left.get(item.kind, 0) > 0:
                left[item.kind] -= 1
                self.taken[cell_of(item)] += 1
                self.points[item.knowledge] += 1

    def exchange(self, out: Cell, into: Cell) -> None:
        """Put a question of one cell in the place of one of another."""
        self.taken[out] -= 1
        self.taken[into] += 1
        self.points[out.knowledge] -= 1
        self.points[into.knowledge] += 1

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """Return the keys of the chosen questions by kind, in the seed's order."""
        left, found = Counter(self.taken), defaultdict[str, list[int]](list)
        for item in self.order:
            if left[cell_of(item)] > 0:
                left[cell_of(item)] -= 1
                found[item.kind].append(item.id)
        return {kind: tuple(keys) for kind, keys in found.items()}

    def by(self, label: Callable[[Cell], L]) -> Counter[L]:
        """Return how many are in by label."""
        held: Counter[L] = Counter()
        for cell, number in self.taken.items():
            held[label(cell)] += number
        return held


def cell_of(item: Item) -> Cell:
    """Return the cell that a question lies in."""
    return Cell(item.kind, item.difficulty, item.knowledge)
