"""How much room a question takes on its page: options a line, pictures, lines to write on."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from documents.cells import Photo
from documents.pictures import photo_within
from documents.wording import columns_of
from question_bank.kinds import QuestionKind

PICTURE_MM = (80.0, 60.0)
# Columns of half-width characters on a line of the narrower first page, as paper.css sets it.
LINE_COLUMNS = 76
LETTER_COLUMNS = 4  # “A. ” and the gap to the next option
# How many options may share a line, the most first: five or six stand in rows of three.
SHARED = {5: (3, 2), 6: (3, 2)}
USUALLY_SHARED = (4, 2)
TEXT_LINE_MM, WRITING_LINE_MM = 6.0, 9.0
HALF_PAGE_MM = 125.0
KEPT_LINES = 3
# Lines to write on by kind: for each point, the fewest, the most.
WRITING = {
    QuestionKind.TERM: (Decimal("0.6"), 3, 8),
    QuestionKind.SHORT: (Decimal("0.8"), 4, 14),
    QuestionKind.ESSAY: (Decimal(1), 10, 26),
}


def per_line(options: Sequence[str]) -> int:
    """Return how many options share a line, 4 to 1, by the longest of them."""
    widest = max((_columns(option) for option in options), default=0)
    counts = SHARED.get(len(options), USUALLY_SHARED)
    return next((count for count in counts if widest <= _share(count)), 1)


def writing_lines(kind: QuestionKind, points: Decimal) -> tuple[int, int]:
    """Return how many lines to write on stay with the question, and how many may follow overleaf."""
    if kind not in WRITING:
        return 0, 0
    each, fewest, most = WRITING[kind]
    lines = min(max(ceil(points * each), fewest), most)
    return KEPT_LINES, lines - KEPT_LINES


def drawings_of(pictures: Sequence[bytes]) -> list[Photo]:
    """Return pictures in the size in which they print."""
    width, height = PICTURE_MM
    return [photo_within(content, width_mm=width, height_mm=height) for content in pictures]


def height_of(stem: str, options: Sequence[str], drawings: Sequence[Photo]) -> float:
    """Return how high a question is in mm, more or less, without the lines to write on.

    What is no longer than half a page stays on one page; what is longer would leave too much of one empty.
    """
    text = _text_lines(stem) + sum(map(_text_lines, options)) / per_line(options)
    return text * TEXT_LINE_MM + sum(one.height_mm for one in drawings)


def _share(count: int) -> int:
    return LINE_COLUMNS // count - LETTER_COLUMNS


def _columns(option: str) -> int:
    return LINE_COLUMNS if "\n" in option else columns_of(option)


def _text_lines(text: str) -> int:
    return sum(max(1, ceil(columns_of(line) / LINE_COLUMNS)) for line in text.split("\n"))
