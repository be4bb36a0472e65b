"""The appearances of a page's annotations: a text typed onto a page, a stamp, a filled field.

They belong to what people see of the page, so a form of it draws them too (PDF 32000-1, 12.5.5).
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from documents.page_places import SAME, Box, Matrix, is_empty, moved, stretched

HIDDEN, NOT_SHOWN = 2, 32  # bits of /F
WINDOWS = ("/Popup", "/Link")  # a note's window and a link's frame are no part of the page


def notes_of(page: PageObject) -> Iterator[tuple[Any, Matrix]]:
    """Yield the appearance of each annotation that is shown, and how it comes to lie on the page."""
    for held in _entries(page):
        note = held.get_object()
        if not isinstance(note, DictionaryObject) or _is_unseen(note):
            continue
        look = _look(note)
        if look is not None:
            yield from _placed(look, _box(note.get("/Rect")))


def _entries(page: PageObject) -> list[Any]:
    held = page.get("/Annots")
    entries = held.get_object() if held is not None else None
    return list(entries) if isinstance(entries, ArrayObject) else []


def _is_unseen(note: DictionaryObject) -> bool:
    flags = int(note.get("/F", 0))
    return bool(flags & (HIDDEN | NOT_SHOWN)) or str(note.get("/Subtype")) in WINDOWS


def _look(note: DictionaryObject) -> StreamObject | None:
    """Return the stream that draws it; of one with several states, that of the present one."""
    looks = note.get("/AP")
    normal = looks.get_object().get("/N") if looks is not None else None
    normal = normal.get_object() if normal is not None else None
    if isinstance(normal, StreamObject):
        return normal
    if isinstance(normal, DictionaryObject) and "/AS" in note:
        state = normal.get(note["/AS"])
        found = state.get_object() if state is not None else None
        return found if isinstance(found, StreamObject) else None
    return None


def _placed(look: StreamObject, place: Box) -> Iterator[tuple[Any, Matrix]]:
    matrix: Any = [float(number) for number in _numbers(look.get("/Matrix", SAME))]
    source = moved(_box(look.get("/BBox")), matrix)
    if not is_empty(source) and not is_empty(place):
        yield look, stretched(source, place)


def _numbers(held: Any) -> Any:
    """Return an array, whether it stands in its place or elsewhere in the file."""
    return held.get_object() if isinstance(held, PdfObject) else held


def _box(corners: Any) -> Box:
    """Return a rectangle whichever of its corners the file names first."""
    left, bottom, right, top = map(float, _numbers(corners))
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
