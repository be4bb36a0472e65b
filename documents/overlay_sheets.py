"""How a mark lies on a page of a given size: a line along both edges, and slanting repeats all over it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import east_asian_width

EDGE_PT, TILE_PT = 7.5, 10.0  # type sizes
EDGE_MARGIN = 17.0  # points from the edge, which printers reach
SLOPE = -28  # degrees
GAP_ACROSS, GAP_DOWN = 46.0, 62.0  # points between the repeats
LINE_HEIGHT = 1.35
NARROW = 0.56  # of an em, a Latin letter or digit at most
LEAST_SIDE = 420.0  # points; on smaller pages the type shrinks with them


@dataclass(frozen=True)
class OverlaySheet:
    """A mark of `lines` on a page of `width` × `height` points, as the print template needs it."""

    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def slope(self) -> int:
        """How the repeats slant."""
        return SLOPE

    @property
    def edge(self) -> str:
        """The line along the edges."""
        return "　".join(self.lines)

    @property
    def edge_margin(self) -> float:
        """How far from the edges that line stands."""
        return EDGE_MARGIN * self._scale

    @property
    def edge_size(self) -> float:
        """Its type size: smaller where it would be longer than the page is wide."""
        fitting = (self.width - 4 * self.edge_margin) / ems(self.edge)
        return round(min(EDGE_PT * self._scale, fitting), 3)

    @property
    def tile_size(self) -> float:
        """The type size of the repeats."""
        return round(TILE_PT * self._scale, 3)

    @property
    def tile_width(self) -> float:
        """How wide a repeat is."""
        return round(max(map(ems, self.lines)) * self.tile_size, 2)

    @property
    def tiles(self) -> list[tuple[float, float]]:
        """The left and top of each repeat; those whose middle lies outside the page are left out."""
        return [(round(left, 2), round(top, 2)) for left, top in self._places()]

    @cached_property
    def _scale(self) -> float:
        return min(1, self.width / LEAST_SIDE, self.height / LEAST_SIDE)

    def _places(self) -> Iterator[tuple[float, float]]:
        """Walk slanting rows across the page, every second one shifted by half a repeat."""
        width, height = self.tile_width, len(self.lines) * self.tile_size * LINE_HEIGHT
        across, down = width + GAP_ACROSS * self._scale, height + GAP_DOWN * self._scale
        cosine, sine = math.cos(math.radians(SLOPE)), math.sin(math.radians(SLOPE))
        reach = math.hypot(self.width, self.height) / 2
        rows, columns = math.ceil(reach / down), math.ceil(reach / across) + 1
        for row in range(-rows, rows + 1):
            for column in range(-columns, columns + 1):
                along, beside = (column + row % 2 / 2) * across, row * down
                x = self.width / 2 + along * cosine - beside * sine
                y = self.height / 2 + along * sine + beside * cosine
                if 0 <= x <= self.width and 0 <= y <= self.height:
                    yield x - width / 2, y - height / 2


def ems(text: str) -> float:
    """Return how long a line is at most, in ems."""
    return sum(1 if east_asian_width(sign) in "WFA" else NARROW for sign in text) or 1


def overlay_sheet(width: float, height: float, lines: Sequence[str]) -> OverlaySheet:
    """Return how `lines` lie on a page of this size in points."""
    return OverlaySheet(width, height, tuple(lines))
