"""The numbers of Word's lists, which stand nowhere in the text."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from docx.oxml.ns import qn

LEVELS = 9
Element: TypeAlias = Any  # lxml's elements carry no types


class Numbering:
    """Counts numbered paragraphs: Word writes their numbers down nowhere in the text."""

    def __init__(self, root: Element | None) -> None:
        self._bullets = {key for key, mark in _marks(root) if mark == "bullet"} if root is not None else set()
        self._counted: Counter[tuple[str, str]] = Counter()

    def mark(self, paragraph: Element) -> str:
        """Return what stands before a paragraph: ``2. `` or a dot; nothing where it isn't numbered."""
        traits = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if traits is None:
            return ""
        held = (traits.find(qn("w:numId")), traits.find(qn("w:ilvl")))
        number, level = ("0" if one is None else one.get(qn("w:val"), "0") for one in held)
        if number == "0":
            return ""
        if (number, level) in self._bullets:
            return "· "
        self._counted[number, level] += 1
        return f"{self._counted[number, level]}. "


def _marks(root: Element) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield for each list and level of it what its numbers look like."""
    looks: dict[str, list[tuple[str, str]]] = {}
    for kind in root.iter(qn("w:abstractNum")):
        levels = ((level.get(qn("w:ilvl")), level.find(qn("w:numFmt"))) for level in kind.iter(qn("w:lvl")))
        found = [(level, look.get(qn("w:val"))) for level, look in levels if look is not None]
        looks.setdefault(kind.get(qn("w:abstractNumId")), found[:LEVELS])
    for held in root.iter(qn("w:num")):
        known = held.find(qn("w:abstractNumId"))
        for level, look in looks.get(known.get(qn("w:val")), ()) if known is not None else ():
            yield (held.get(qn("w:numId")), level), look
