"""Exchanging chosen questions until a selection has as many of each label as is wanted, or can't have more.

A label is a question's knowledge point or its difficulty. Where one label has too few and another too many, a
question of the second gives its place to one of the first of the same kind. Where no kind has both, the
exchange goes over further labels in between: a chain. As long as every exchange is allowed, no selection with
as many of each kind has more of what is wanted, as with the augmenting paths of a network flow.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from question_bank.composing.selection import Cell, Selection

L = TypeVar("L", bound=Hashable)
Swap = tuple[Cell, Cell]  # out, in


def _always(out: Cell, into: Cell) -> bool:
    return True


@dataclass(frozen=True)  # with slots, Python 3.11 can't make one by its subscripted name
class Exchange(Generic[L]):
    """Exchanges towards what is wanted.

    Attributes:
        selection: what is changed.
        label: a cell's label.
        wanted: how many of a label there should be; a label that isn't named can give all that it has.
        allowed: whether one question may take the other's place, as the selection stands at that time.
    """

    selection: Selection
    label: Callable[[Cell], L]
    wanted: Mapping[L, int]
    allowed: Callable[[Cell, Cell], bool] = field(default=_always)

    def run(self) -> None:
        """Give the labels that are short what can be exchanged for them."""
        for short in sorted(self.wanted, key=str):
            while self.selection.by(self.label)[short] < self.wanted[short] and self._give(short):
                pass

    def _give(self, short: L) -> bool:
        """Give one more question to a label, by the shortest chain there is; tell whether there was one."""
        barred: set[Swap] = set()
        while chain := self._chain(short, barred):
            refused = self._go(chain)
            if refused is None:
                return True
            barred.add(refused)
        return False

    def _chain(self, short: L, barred: set[Swap]) -> list[Swap]:
        """Return the exchanges from a label with too many to the short one, in the order to be made."""
        held = self.selection.by(self.label)
        chains: dict[L, list[Swap]] = {short: []}
        waiting = deque([short])
        while waiting:
            here = waiting.popleft()
            for swap in self._swaps(here):
                there = self.label(swap[0])
                if there in chains or swap in barred or not self.allowed(*swap):
                    continue
                chains[there] = [swap, *chains[here]]
                if held[there] > self.wanted.get(there, 0):
                    return chains[there]
                waiting.append(there)
        return []

    def _swaps(self, here: L) -> Iterator[Swap]:
        """Yield each exchange that brings in a question of the label `here`, in the seed's order of cells."""
        givers = defaultdict[str, list[Cell]](list)
        taken, stock = self.selection.taken, self.selection.stock
        for cell in self.selection.cells:
            if taken[cell] and self.label(cell) != here:
                givers[cell.kind].append(cell)
        for into in self.selection.cells:
            if self.label(into) == here and taken[into] < stock[into]:
                yield from ((out, into) for out in givers[into.kind])

    def _go(self, chain: list[Swap]) -> Swap | None:
        """Make the exchanges of a chain; where one isn't allowed any more, take all back and return it."""
        for number, swap in enumerate(chain):
            if not self.allowed(*swap):
                for out, into in reversed(chain[:number]):
                    self.selection.exchange(into, out)
                return swap
            self.selection.exchange(*swap)
        return None
