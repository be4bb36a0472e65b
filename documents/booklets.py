"""A paper's pages two up on A3, in the order in which folded sheets are read as a booklet."""

from collections.abc import Iterator

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from documents.page_forms import PageForm, add_page, drawn, forms_of, named, written
from documents.page_places import Box, fitted

A4_POINTS = (595.276, 841.89)
HALVES: tuple[Box, Box] = ((0, 0, *A4_POINTS), (A4_POINTS[0], 0, 2 * A4_POINTS[0], A4_POINTS[1]))
PAGES_PER_SHEET = 4


def booklet(content: bytes) -> bytes:
    """Return a PDF's pages on A3 sheets lying across, to be printed on both sides and folded.

    Pages that are not A4 are fitted into its size. Blank pages fill the last sheet.

    Raises:
        PaperError: the file is damaged, or a page has no size.
    """
    writer = PdfWriter()
    forms = forms_of(content, within=writer)
    for side in sides(len(forms)):
        _add_side(writer, [forms[number - 1] if number else None for number in side])
    _print_on_both_sides(writer)
    return written(writer)


def sides(pages: int) -> Iterator[tuple[int | None, int | None]]:
    """Yield the page numbers on the left and the right of each side, None for a blank page.

    A sheet has a front and a back: of four pages, 4 and 1, then 2 and 3.
    """
    sheets = -(-pages // PAGES_PER_SHEET)
    last = sheets * PAGES_PER_SHEET
    for side in range(2 * sheets):
        outer, inner = last - side, side + 1
        left, right = (outer, inner) if side % 2 == 0 else (inner, outer)
        yield left if left <= pages else None, right if right <= pages else None


def _add_side(writer: PdfWriter, halves: list[PageForm | None]) -> None:
    forms, commands = {}, b""
    for name, page, half in zip(("Left", "Right"), halves, HALVES, strict=True):
        if page:
            forms[name] = page.form
            commands += drawn(name, fitted(page.width, page.height, into=half))
    add_page(writer, HALVES[1][2:], commands=commands, resources=named(forms))


def _print_on_both_sides(writer: PdfWriter) -> None:
    """Tell the print dialogue how to turn the sheet: the fold stands upright."""
    wishes = {"/Duplex": "/DuplexFlipShortEdge", "/PrintScaling": "/None"}
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject(key): NameObject(value) for key, value in wishes.items()}
    )
