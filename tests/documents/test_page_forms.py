"""A form of a page shows what viewers show of the page."""

from io import BytesIO
from typing import Any, cast

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

from documents.page_forms import add_page, drawn, forms_of, named, written
from documents.page_places import SAME
from documents.printed import PaperError
from tests.documents import pdfs, seen

NO_TRACE = 0.05  # smoothing alone


def redrawn(content: bytes) -> bytes:
    """Every page as a form on a page of its own."""
    writer = PdfWriter()
    for form in forms_of(content, within=writer):
        add_page(
            writer, (form.width, form.height), commands=drawn("P", SAME), resources=named({"P": form.form})
        )
    return written(writer)


def turned(degrees: int, **boxes: Any) -> bytes:
    return pdfs.worded("Turned", Rotate=NumberObject(degrees), **boxes)


PAGES = {
    "plain": pdfs.worded("Plain"),
    "turned 90": turned(90),
    "turned 180": turned(180),
    "turned 270": turned(270),
    "turned backwards": turned(-90),
    "a box that begins elsewhere": pdfs.worded("Moved", MediaBox=pdfs.numbers(40, 50, 440, 650)),
    "a box with its corners exchanged": pdfs.worded("Exchanged", MediaBox=pdfs.numbers(500, 700, 0, 0)),
    "cut": pdfs.worded("Cut", CropBox=pdfs.numbers(70, 80, 300, 200)),
    "cut and turned": turned(270, CropBox=pdfs.numbers(30, 80, 300, 200)),
    "cut wider than it is": pdfs.worded("Wide", CropBox=pdfs.numbers(-90, -90, 900, 900)),
    "across": pdfs.worded("Across", size=(842, 595)),
}


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_a_page_is_shown_upright_and_whole(content: bytes) -> None:
    shown = redrawn(content)
    assert seen.sizes(shown) == seen.sizes(content)
    assert seen.differ_by(seen.picture(shown), seen.picture(content)) < NO_TRACE
    assert seen.words(shown).strip() == seen.words(content).strip()


def test_what_is_cut_off_stays_cut_off() -> None:
    content = pdfs.worded("Hidden", CropBox=pdfs.numbers(300, 300, 500, 500))
    assert seen.picture(redrawn(content)).getextrema() == (255, 255)


def test_a_page_that_leaves_its_state_open_does_not_move_what_follows() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdfs.worded("Open")))
    open_state = pdfs.stream(b"q q 3 0 0 3 0 0 cm 1 0 0 rg")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(open_state)
    made = PdfWriter()
    (form,) = forms_of(pdfs.written(writer), within=made)
    box = b"0 0 20 20 re f"
    add_page(
        made, (form.width, form.height), commands=drawn("P", SAME) + box, resources=named({"P": form.form})
    )
    inverted = seen.picture(pdfs.written(made)).point(lambda shade: 255 - shade)
    assert inverted.getbbox() == (0, 822, 20, 842)


def with_note(flags: int, **entries: Any) -> bytes:
    """A page with a black square of 10 × 10 as the appearance of a note that stretches it to 100 × 50."""
    writer = PdfWriter(clone_from=BytesIO(pdfs.worded("Noted")))
    look = pdfs.stream(b"0 0 10 10 re f", Type="/XObject", Subtype="/Form", BBox=pdfs.numbers(0, 0, 10, 10))
    note = pdfs.dictionary(
        Type="/Annot",
        Subtype="/Stamp",
        F=NumberObject(flags),
        Rect=pdfs.numbers(200, 300, 300, 350),
        **{"AP": pdfs.dictionary(N=writer._add_object(look)), **entries},
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return pdfs.written(writer)


def test_a_note_on_a_page_is_drawn_where_it_lies() -> None:
    shown = seen.picture(redrawn(with_note(4)))
    assert shown.getpixel((250, 842 - 325)) == 0
    assert [shown.getpixel((x, 842 - 325)) for x in (195, 305)] == [255, 255]


@pytest.mark.parametrize("flags", [2, 32])
def test_a_hidden_note_stays_hidden(flags: int) -> None:
    assert seen.picture(redrawn(with_note(flags))).getpixel((250, 842 - 325)) == 255


def test_a_note_without_an_appearance_is_left_out() -> None:
    assert seen.words(redrawn(with_note(4, AP=pdfs.dictionary()))).strip() == "Noted"


def test_of_a_ticked_box_the_present_state_is_drawn() -> None:
    writer = PdfWriter(clone_from=BytesIO(with_note(4)))
    note: Any = cast("Any", writer.pages[0])["/Annots"][0].get_object()
    note["/AP"][NameObject("/N")] = pdfs.dictionary(On=note["/AP"].raw_get("/N"))
    off = pdfs.written(writer)
    note[NameObject("/AS")] = NameObject("/On")
    on = pdfs.written(writer)
    pixels = [seen.picture(redrawn(content)).getpixel((250, 842 - 325)) for content in (off, on)]
    assert pixels == [255, 0]


def test_a_page_without_size_is_refused() -> None:
    with pytest.raises(PaperError, match="no size"):
        redrawn(pdfs.worded("None", MediaBox=pdfs.numbers(5, 5, 5, 5)))


def test_a_page_without_contents_or_resources_is_blank() -> None:
    shown = redrawn(pdfs.written(pdfs.pages(2)))
    assert len(PdfReader(BytesIO(shown)).pages) == 2
    assert seen.picture(shown).getextrema() == (255, 255)


def test_a_hidden_layer_stays_hidden() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdfs.worded("Layered")))
    layer = writer._add_object(pdfs.dictionary(Type="/OCG", Name="L"))
    page: Any = writer.pages[0]
    page["/Resources"][NameObject("/Properties")] = pdfs.dictionary(L1=layer)
    page[NameObject("/Contents")] = writer._add_object(pdfs.stream(b"/OC /L1 BDC 0 0 300 300 re f EMC"))
    writer.root_object[NameObject("/OCProperties")] = pdfs.dictionary(
        OCGs=ArrayObject([layer]), D=pdfs.dictionary(OFF=ArrayObject([layer]))
    )
    assert seen.picture(redrawn(pdfs.written(writer))).getextrema() == (255, 255)
