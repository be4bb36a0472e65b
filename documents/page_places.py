"""Where a page's points come to lie when it is turned upright, or fitted into a part of another page."""

from typing import TypeAlias

# a b c d e f of PDF: (x, y) comes to lie at (a·x + c·y + e, b·x + d·y + f), in points.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
# Left, bottom, right, top, in points.
Box: TypeAlias = tuple[float, float, float, float]

SAME: Matrix = (1, 0, 0, 1, 0, 0)


def upright(box: Box, turned: int) -> tuple[Matrix, float, float]:
    """Return how the points of a page come to lie when it is shown, and how wide and high it is then.

    Args:
        box: the part of the page that is shown.
        turned: by how many degrees viewers turn it clockwise: 0, 90, 180 or 270.
    """
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    match turned:
        case 90:
            return (0, -1, 1, 0, -bottom, right), height, width
        case 180:
            return (-1, 0, 0, -1, right, top), width, height
        case 270:
            return (0, 1, -1, 0, top, -left), height, width
        case _:
            return (1, 0, 0, 1, -left, -bottom), width, height


def fitted(width: float, height: float, *, into: Box) -> Matrix:
    """Return how a page of this size comes to lie in the middle of `into`, as large as it fits."""
    left, bottom, right, top = into
    scale = min((right - left) / width, (top - bottom) / height)
    aside = (right - left - width * scale) / 2
    below = (top - bottom - height * scale) / 2
    return (scale, 0, 0, scale, left + aside, bottom + below)


def stretched(source: Box, target: Box) -> Matrix:
    """Return how `source` comes to cover `target`."""
    across = (target[2] - target[0]) / (source[2] - source[0])
    up = (target[3] - target[1]) / (source[3] - source[1])
    return (across, 0, 0, up, target[0] - source[0] * across, target[1] - source[1] * up)


def moved(box: Box, matrix: Matrix) -> Box:
    """Return the upright box around `box` once its corners were moved by `matrix`."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)


def common(first: Box, second: Box) -> Box:
    """Return the part that two boxes share; its right lies left of its left where they share none."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def is_empty(box: Box) -> bool:
    """Tell whether a box has no area."""
    return box[2] <= box[0] or box[3] <= box[1]
