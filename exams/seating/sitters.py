"""Somebody to be seated, and when two neighbours have the same paper."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

from exams.seating.grids import Cell, is_even


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody to be seated.

    Attributes:
        key: whose.
        subject: whoever has the same subject has the same paper, in one of its versions.
        versions: of the paper: ``("A", "B")``, or nothing where it has none.
        watched: whether neighbours with the same paper disturb; not so in the workshop.
    """

    key: int
    subject: Hashable
    versions: tuple[str, ...] = ()
    watched: bool = True

    def version_at(self, cell: Cell) -> str:
        """Return which version lies at a seat: like a chess board where there are two."""
        return self.versions[0 if is_even(cell) else -1] if self.versions else ""

    @property
    def is_tied(self) -> bool:
        """Tell whether every neighbour of the same subject would have the very same paper."""
        return self.watched and len(set(self.versions)) < 2  # noqa: PLR2004  a paper has at most two versions


Plan: TypeAlias = dict[Cell, Sitter]


def same_paper(cell: Cell, sitter: Sitter, beside: Cell, other: Sitter) -> bool:
    """Tell whether two people have the same paper in the same version at their seats."""
    if not (sitter.watched and other.watched and sitter.subject == other.subject):
        return False
    return sitter.version_at(cell) == other.version_at(beside)
