"""The engraved frame and rosette behind certificates and licences, as one SVG of fine interlaced lines.

A file of many certificates draws it on every page, so its lines are few curves and not many short strokes.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import cos, pi, sin

from documents.watermarks import data_url

WIDTH_MM, HEIGHT_MM = 297, 210
BAND_MM = 13.5  # from the paper's edge to the middle of the frame
SWING_MM = 2.6  # how far the frame's waves swing
WAVE_MM = 11.0  # about how long one wave is
STRANDS = 5
ROSETTES, PETALS = 9, 12
# Where the handles of a cubic curve lie so that it follows half a wave of a sine closely.
HANDLE = 0.3642
FRAME_COLOUR, HAIRLINE_COLOUR = "#1d4e6b", "#a8863c"

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


@cache
def ornament_url() -> str:
    """Return the frame and the rosette as a data: URL, an A4 page in landscape."""
    petals = "".join(_line(path, 0.12, 0.16) for path in _rosette())
    waves = "".join(_line(path, 0.16, 0.75) for path in _frame())
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}">'
        f"{petals}{waves}{_rectangle(9.3, 0.5)}{_rectangle(17.7, 0.35)}{_corners()}</svg>"
    )
    return data_url(svg.encode(), "image/svg+xml")


def _line(path: str, width: float, opacity: float) -> str:
    stroke = f'stroke="{FRAME_COLOUR}" stroke-width="{width}" stroke-opacity="{opacity}"'
    return f'<path d="{path}" fill="none" {stroke}/>'


def _rectangle(inset: float, width: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH_MM - 2 * inset}" height="{HEIGHT_MM - 2 * inset}"'
        f' fill="none" stroke="{HAIRLINE_COLOUR}" stroke-width="{width}"/>'
    )


def _corners() -> str:
    """Return a plate on each corner, where the waves of two sides end."""
    places = [(x, y) for x in (BAND_MM, WIDTH_MM - BAND_MM) for y in (BAND_MM, HEIGHT_MM - BAND_MM)]
    return "".join(_plate(x, y) for x, y in places)


def _plate(x: float, y: float) -> str:
    half, tip = 4.2, 2.6
    edges = f"M{x} {y - tip}L{x + tip} {y}L{x} {y + tip}L{x - tip} {y}Z"
    return (
        f'<rect x="{x - half}" y="{y - half}" width="{2 * half}" height="{2 * half}" fill="#fff"'
        f' stroke="{HAIRLINE_COLOUR}" stroke-width="0.35"/>'
        f'<path d="{edges}" fill="none" stroke="{FRAME_COLOUR}" stroke-width="0.5"/>'
        f'<circle cx="{x}" cy="{y}" r="1" fill="{HAIRLINE_COLOUR}"/>'
    )


def _frame() -> Iterator[str]:
    """Yield the waves along the four sides, each strand a little ahead of the one before."""
    across, down = WIDTH_MM - 2 * BAND_MM, HEIGHT_MM - 2 * BAND_MM
    for number, turn in enumerate(_turns(across, down)):
        for strand in range(STRANDS):
            yield _wave(down if number % 2 else across, strand / STRANDS, turn)


def _wave(length: float, ahead: float, turn: Turn) -> str:
    """Return a wave along a side, from crest to trough to crest, in cubic curves.

    It begins up to a quarter wave before the side or after it; the plates on the corners hide the ends.
    """
    halves = 2 * round(length / WAVE_MM)
    step = length / halves
    flipped, shift = divmod(2 * ahead, 1)
    swing = -SWING_MM if flipped else SWING_MM
    bends = [((number + shift - 0.5) * step, swing * (-1) ** number) for number in range(halves + 1)]
    curves = (_curve(turn, here, there, handle=HANDLE * step) for here, there in pairwise(bends))
    return f"M{_words([turn(*bends[0])])}{''.join(curves)}"


def _curve(turn: Turn, here: Point, there: Point, *, handle: float) -> str:
    """Return the curve from a crest `here` to a trough `there`: level at both ends."""
    points = [turn(here[0] + handle, here[1]), turn(there[0] - handle, there[1]), turn(*there)]
    return f"C{_words(points)}"


def _words(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _turns(across: float, down: float) -> list[Turn]:
    """Return for each side, clockwise from the top, where a point `along` and `outward` of it lies."""
    near, right, bottom = BAND_MM, BAND_MM + across, BAND_MM + down
    return [
        lambda along, outward: (near + along, near - outward),
        lambda along, outward: (right + outward, near + along),
        lambda along, outward: (right - along, bottom + outward),
        lambda along, outward: (near - outward, bottom - along),
    ]


def _rosette() -> Iterator[str]:
    """Yield closed petal curves round the page's centre."""
    for number in range(ROSETTES):
        points = [
            _petal(30 + 4.2 * number, 4 * pi * number / ROSETTES, 2 * pi * step / 144) for step in range(144)
        ]
        yield f"M{'L'.join(_words([point]) for point in points)}Z"


def _petal(radius: float, turn: float, angle: float) -> Point:
    reach = radius + 7 * cos(PETALS * angle + turn)
    return WIDTH_MM / 2 + reach * cos(angle), HEIGHT_MM / 2 + reach * sin(angle)
