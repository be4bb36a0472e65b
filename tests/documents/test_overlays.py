"""A mark stands on every page of a file, and on every piece of a page."""

import math
from io import BytesIO
from itertools import product

import pytest
from pypdf.generic import NumberObject

from documents.booklets import booklet
from documents.overlay_sheets import overlay_sheet
from documents.overlays import overlaid
from documents.pdf import render_pdf
from documents.printed import PaperError
from tests.documents import papers, pdfs, seen
from tests.documents.reading import pdf_text

LINES = ("练习901考试站", "周明远 2026-08-25 09:00", "编号 P2026-000123")
NUMBER = "P2026-000123"
EDGE = 40.0  # points from the upper or lower edge

SIZES = {
    "A4": (595, 842),
    "A4 across": (842, 595),
    "A3": (842, 1191),
    "A3 across": (1191, 842),
    "small": (200, 300),
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_page_names_who_has_it_at_its_top_and_foot(size: tuple[int, int]) -> None:
    made = overlaid(pdfs.worded("First", "Second", size=size), lines=LINES)

    assert seen.sizes(made) == [size] * 2
    for page, word in enumerate(("First", "Second")):
        assert word in seen.words(made, page)
        for edge in (seen.words(made, page, bottom=size[1] - EDGE), seen.words(made, page, top=EDGE)):
            assert all(line in edge for line in LINES)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_on_a_turned_page_it_stands_upright_as_the_page_is_shown(degrees: int) -> None:
    content = pdfs.worded("Turned", Rotate=NumberObject(degrees))
    made = overlaid(content, lines=LINES)
    (size,) = seen.sizes(content)
    assert seen.sizes(made) == [size]
    assert NUMBER in seen.words(made, bottom=size[1] - EDGE)


def test_on_a_cut_page_it_stands_within_what_is_shown() -> None:
    made = overlaid(pdfs.worded("Cut", CropBox=pdfs.numbers(50, 60, 450, 460)), lines=LINES)
    assert seen.sizes(made) == [(400, 400)]
    assert NUMBER in seen.words(made, bottom=400 - EDGE)


def test_a_file_of_pages_of_all_sizes_is_marked_throughout() -> None:
    writer = pdfs.pages(0)
    for size in SIZES.values():
        writer.append(BytesIO(pdfs.worded("Mixed", size=size)))
    texts = pdf_text(overlaid(pdfs.written(writer), lines=LINES)).split("\f")[:-1]
    assert len(texts) == len(SIZES)
    assert all(NUMBER in text and "Mixed" in text for text in texts)


@pytest.mark.parametrize("size", [(595, 842), (842, 595), (842, 1191), (420, 595)])
def test_no_spot_of_a_page_is_far_from_a_repeat(size: tuple[int, int]) -> None:
    width, height = size
    sheet = overlay_sheet(width, height, LINES)
    half_height = len(LINES) * sheet.tile_size * 1.35 / 2
    middles = [(left + sheet.tile_width / 2, top + half_height) for left, top in sheet.tiles]
    spots = product(range(40, width - 40, 20), range(40, height - 40, 20))
    reach = max(min(math.dist(spot, middle) for middle in middles) for spot in spots)
    assert reach < 120  # points: 42 mm


def test_the_questions_stay_readable() -> None:
    """Between the lines along the edges nothing of the mark is darker than a fifth of black."""
    blank = pdfs.pages(0)
    blank.add_blank_page(595, 842)
    made = overlaid(pdfs.written(blank), lines=LINES)
    shown = seen.picture(made).crop((0, 40, 595, 802))
    shades = shown.histogram()
    assert sum(shades[:200]) == 0
    assert sum(shades[:240]) > 0


def test_a_printed_paper_keeps_its_words_marked_and_as_a_booklet() -> None:
    printed = render_pdf([papers.personal_form(), papers.examiner_form()])
    marked = overlaid(printed.content, lines=LINES)
    folded = booklet(marked)
    for made in (printed.content, marked, folded):
        assert "990101200405060021" in seen.words(made)
    assert [NUMBER in seen.words(made) for made in (printed.content, marked, folded)] == [False, True, True]


def test_a_long_line_shrinks_to_the_page() -> None:
    station = "机械行业职业能力评价职教901考试站" * 6
    made = overlaid(pdfs.worded("Long"), lines=(station, NUMBER))
    edge = seen.words(made, bottom=842 - EDGE)
    assert station in edge.replace("\r\n", "")
    assert NUMBER in edge


def test_a_name_with_markup_is_text() -> None:
    made = overlaid(pdfs.worded("Plain"), lines=('<img src="file:///etc/hostname">', NUMBER))
    assert '<img src="file:///etc/hostname">' in seen.words(made, bottom=842 - EDGE)


def test_a_damaged_file_is_named_as_such() -> None:
    with pytest.raises(PaperError, match="cannot be laid out"):
        overlaid(b"%PDF-1.7 nothing", lines=LINES)
