"""Pages of PDF files as pictures, of good files and of those that are built to hurt."""

import resource
import zlib
from pathlib import Path

import pytest

from documents import pdf_pages
from documents.pdf_pages import page_pictures
from tests.documents.pdfs import pages, written


def raw_pdf(content: bytes, box: str, *, extra: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page of that box with a packed page description, without any table of objects."""
    stream = zlib.compress(content)
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[%s]/Resources<<%s>>>>endobj\n"
    body = b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(stream), stream)
    return head + page % (box.encode(), resources) + body + extra + b"trailer<</Root 1 0 R>>\n%%EOF"


def test_pages_are_drawn_at_200_dots_an_inch() -> None:
    sizes = [page.size for page in page_pictures(written(pages(2)), pages=2) if page]
    assert sizes == [(556, 834), (556, 834)]  # 200 × 300 points


def test_a_red_stamp_stays_red() -> None:
    (page,) = page_pictures(raw_pdf(b"1 0 0 rg 0 0 72 72 re f", "0 0 72 72"), pages=1)
    assert page
    assert page.getpixel((100, 100)) == (255, 0, 0)


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 999999 10", "0 0 595 842"])
def test_no_page_becomes_larger_than_2400_points(box: str) -> None:
    (page,) = page_pictures(raw_pdf(b"", box), pages=1)
    assert page is None or max(page.size) <= 2400


def test_a_picture_that_unpacks_to_gigabytes_costs_the_portal_nothing() -> None:
    side = 40_000
    packed = zlib.compress(bytes(20_000_000), 9)
    picture = b"5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB" % (side, side)
    picture += b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
    bomb = raw_pdf(
        b"595 0 0 842 0 0 cm /I Do",
        "0 0 595 842",
        extra=picture % (len(packed), packed),
        resources=b"/XObject<</I 5 0 R>>",
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(list(page_pictures(bomb, pages=1))) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_a_page_that_takes_too_long_is_missing_and_the_next_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "PAGE_SECONDS", 0.001)
    assert list(page_pictures(written(pages(7)), pages=7)) == [None] * 7


def test_what_is_no_pdf_at_all_has_no_pages() -> None:
    assert list(page_pictures(b"%PDF-1.7 nothing", pages=2)) == [None, None]


@pytest.mark.parametrize(
    ("paint", "pages"),
    [
        ("pack('>II', 1, 1) + bytes([255 if 'OSTAMI_SECRET_KEY' in os.environ else 9]) * 3", [(9, 9, 9)]),
        ("pack('>II', 2**31, 2**31)", [None]),
    ],
)
def test_a_painter_that_was_taken_over_learns_no_key_and_fills_no_memory(
    paint: str, pages: list[tuple[int, ...] | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painter = tmp_path / "painter.py"
    painter.write_text(
        f"import os, sys\nfrom struct import pack\nsys.stdout.buffer.write({paint})\nsys.stdout.flush()\n"
    )
    monkeypatch.setattr(pdf_pages, "PAINTER", painter)
    monkeypatch.setenv("OSTAMI_SECRET_KEY", "the portal's own")
    drawn = pdf_pages.page_pictures(b"%PDF-", pages=1)
    assert [page.getpixel((0, 0)) if page else None for page in drawn] == pages
