"""A mark over every page of a finished PDF: who has it, and under which number, on any piece of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from documents.overlay_sheets import overlay_sheet
from documents.page_forms import PageForm, add_page, as_numbers, drawn, forms_of, written
from documents.page_places import SAME, stretched
from documents.pdf import render_html_pdf

STEP = 20  # points; pages of a scan all differ a little, and one mark does for those that are nearly as large


@dataclass(frozen=True, slots=True)
class _Mark:
    """A printed mark: its commands, and the fonts that they need."""

    width: float
    height: float
    commands: bytes
    resources: Any


def overlaid(content: bytes, *, lines: Sequence[str]) -> bytes:
    """Return a PDF with `lines` over each of its pages.

    They stand in one row at the top and the foot, and pale and slanting all over the page, so that a picture
    of any piece of it shows them. Pages keep their size and their sharp text; turned ones come out upright.

    Raises:
        PaperError: the file is damaged, or a page has no size.
    """
    writer = PdfWriter()
    marks: dict[tuple[float, float], _Mark] = {}
    for page in forms_of(content, within=writer):
        size = _rounded(page.width), _rounded(page.height)
        if size not in marks:
            marks[size] = _printed(*size, lines, writer)
        _add_marked(writer, page, marks[size])
    return written(writer)


def _rounded(points: float) -> float:
    return max(round(points / STEP), 1) * STEP


def _printed(width: float, height: float, lines: Sequence[str], writer: PdfWriter) -> _Mark:
    context = {"sheet": overlay_sheet(width, height, lines)}
    printed = render_html_pdf("documents/overlay.html", context)
    page = PdfReader(BytesIO(printed.content)).pages[0]
    contents = page.get_contents()
    resources = page["/Resources"].clone(writer)
    return _Mark(width, height, b"" if contents is None else contents.get_data(), resources)


def _add_marked(writer: PdfWriter, page: PageForm, mark: _Mark) -> None:
    cover = stretched((0, 0, mark.width, mark.height), (0, 0, page.width, page.height))
    commands = drawn("Page", SAME) + b"q %s cm\n%s\nQ" % (as_numbers(cover), mark.commands)
    forms = DictionaryObject({**mark.resources.get("/XObject", {}), NameObject("/Page"): page.form})
    resources = DictionaryObject({**mark.resources, NameObject("/XObject"): forms})
    add_page(writer, (page.width, page.height), commands=commands, resources=resources)
