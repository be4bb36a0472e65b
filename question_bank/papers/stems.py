"""A question's stem with its places to write in, all of one width so that none tells the answer's length."""

import re
from typing import NamedTuple

from question_bank.content_rules import BLANK
from question_bank.kinds import CHOICES, QuestionKind

BRACKET = "（　　　）"
LINE = "_" * 14
# An empty bracket, but none of those that belong to a name, such as main().
_EMPTY = re.compile(r"[（][ \u3000_]*[）]|(?<![A-Za-z0-9_])\([ \u3000_]*\)|\([ \u3000_]+\)")
_STOPS = "。．.？?！!：:；;"
_FULL_STOPS = "。．."


class Piece(NamedTuple):
    """A run of a stem; a place to write in is kept on one line."""

    text: str
    is_place: bool = False


def pieces_of(kind: QuestionKind, stem: str) -> tuple[Piece, ...]:
    """Return a stem in pieces.

    A choice question has a bracket: its own where it has one, else one before its full stop, or at its end.
    The bracket of a statement to judge stands before it, so one at its end goes.
    """
    stem = stem.strip()
    if kind in CHOICES:
        return _cut(_with_bracket(stem), _EMPTY, BRACKET)
    if kind == QuestionKind.TRUE_FALSE:
        return (Piece(_without_bracket(stem)),)
    if kind == QuestionKind.FILL_IN:
        return _cut(stem, BLANK, LINE)
    return (Piece(stem),)


def _with_bracket(stem: str) -> str:
    if _EMPTY.search(stem):
        return stem
    if stem.endswith(tuple(_FULL_STOPS)):
        return f"{stem[:-1]}{BRACKET}{stem[-1]}"
    return stem + BRACKET


def _without_bracket(stem: str) -> str:
    """Return a statement without an empty bracket at its end, before or after its full stop."""
    found = list(_EMPTY.finditer(stem))
    if not found or stem[found[-1].end() :].strip(_STOPS + " \u3000"):
        return stem
    return (stem[: found[-1].start()].rstrip() + stem[found[-1].end() :].strip()).strip()


def _cut(stem: str, place: re.Pattern[str], shown: str) -> tuple[Piece, ...]:
    """Return a stem cut at its places to write in."""
    texts = place.split(stem)
    pieces = [Piece(texts[0])]
    for text in texts[1:]:
        pieces += [Piece(shown, is_place=True), Piece(text)]
    return tuple(piece for piece in pieces if piece.text)
