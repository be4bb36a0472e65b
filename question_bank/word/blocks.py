"""Reading Word's own XML: paragraphs, tables and pictures in the order in which they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

from docx.oxml.ns import qn

from documents.wording import printable
from question_bank.word.numbering import Numbering

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
SHIFTS = {"superscript": (RAISED, "^"), "subscript": (LOWERED, "_")}
# What drawings of machine parts take from the font Symbol, which has no Unicode of its own.
SYMBOLS = {
    "F044": "Δ", "F046": "Φ", "F066": "φ", "F06D": "μ", "F0A3": "≤", "F0B0": "°", "F0B1": "±", "F0B3": "≥",
    "F0B4": "×", "F0B7": "·", "F0D0": "∠", "F05E": "⊥",
}  # fmt: skip
UNKNOWN_SYMBOL = "□"
MAX_COLUMNS = 64  # one more than Word allows
Element: TypeAlias = Any  # lxml's elements carry no types


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell's text; `above` where it goes on from the row above, `beside` from the cell at its left."""

    text: str
    above: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class WordBlock:
    """A paragraph with its number, or a table as rows of cells; and the keys of the pictures in it."""

    text: str = ""
    mark: str = ""
    rows: tuple[tuple[WordCell, ...], ...] = ()
    pictures: tuple[str, ...] = field(default=())


def blocks_of(body: Element, numbering: Numbering) -> Iterator[WordBlock]:
    """Yield paragraphs and tables of a document's body."""
    for element in body:
        if element.tag == qn("w:p"):
            text = paragraph_text(element)
            mark = numbering.mark(element) if text.strip() else ""
            yield WordBlock(text, mark, pictures=tuple(pictures_of(element)))
        elif element.tag == qn("w:tbl"):
            yield WordBlock(rows=tuple(_rows(element)), pictures=tuple(pictures_of(element)))
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag")}:
            yield from blocks_of(element, numbering)


def paragraph_text(paragraph: Element) -> str:
    """Return a paragraph's text; what is raised or lowered is kept apart from what it follows."""
    return printable("".join(map(_run_text, _seen(paragraph, qn("w:r")))))


def _run_text(run: Element) -> str:
    text = "".join(map(_piece, run))
    shift = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    rule = SHIFTS.get(shift.get(qn("w:val"), "")) if shift is not None else None
    if rule is None or not text.strip():
        return text
    table, sign = rule
    return text.translate(table) if set(text) <= set(map(chr, table)) else f"{sign}({text})"


def _piece(piece: Element) -> str:
    if piece.tag == qn("w:t"):
        return piece.text or ""
    if piece.tag == qn("w:sym"):
        return SYMBOLS.get(piece.get(qn("w:char"), "").upper(), UNKNOWN_SYMBOL)
    plain = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return plain.get(piece.tag, "")


def _seen(element: Element, *tags: str) -> Iterator[Element]:
    """Yield the outermost descendants with one of the tags, but for what only old programs would show."""
    for child in element:
        if child.tag == FALLBACK:
            continue
        if child.tag in tags:
            yield child
        else:
            yield from _seen(child, *tags)


def pictures_of(element: Element) -> Iterator[str]:
    """Yield the relationships of the pictures in an element; empty text for a drawing that is none."""
    for frame in _seen(element, qn("w:drawing"), qn("w:pict")):
        found = [*frame.iter(PICTURE)] or [*frame.iter(OLD_PICTURE)]
        if not found:
            yield ""
        for picture in found:
            yield picture.get(qn("r:embed")) or picture.get(qn("r:id")) or ""


def _rows(table: Element) -> Iterator[tuple[WordCell, ...]]:
    for row in table.iter(qn("w:tr")):
        yield tuple(islice(_cells(row), MAX_COLUMNS))


def _cells(row: Element) -> Iterator[WordCell]:
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    for _ in range(_number(skipped)):
        yield WordCell("")
    for cell in row.iter(qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        above = merge is not None and merge.get(qn("w:val")) != "restart"
        text = "\n".join(filter(None, (paragraph_text(one).strip() for one in cell.iter(qn("w:p")))))
        yield WordCell("" if above else text, above=above)
        for _ in range(_number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")) - 1):
            yield WordCell("" if above else text, above=above, beside=True)


def _number(element: Element) -> int:
    value = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(value), MAX_COLUMNS) if value.isdecimal() else 0
