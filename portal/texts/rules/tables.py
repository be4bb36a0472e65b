"""A rule as a table of words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A table: its caption, the heads of its columns, and its rows; a cell may have several lines.

    Attributes:
        nothing: what stands in the place of rows where there are none.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = ""

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows, each word with the head of its column."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]
