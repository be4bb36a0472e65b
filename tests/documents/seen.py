"""What people see of a PDF: its pages as pictures, and the words in a part of a page."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2  # type: ignore[import-untyped]  # has no types
from PIL import Image, ImageChops, ImageStat


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page as it is shown, in whole points."""
    with _opened(content) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


def words(content: bytes, page: int = 0, **bounds: float) -> str:
    """The words of a page, or of the part within `bounds` (left, bottom, right, top in points)."""
    with _opened(content) as document:
        text: str = document[page].get_textpage().get_text_bounded(**bounds)
        return text


def picture(content: bytes, page: int = 0) -> Image.Image:
    with _opened(content) as document:
        seen: Image.Image = document[page].render(scale=1).to_pil().convert("L")
        return seen


def differ_by(first: Image.Image, second: Image.Image) -> float:
    """How much of what is drawn differs between two pictures of one size: 0 for nothing, 2 for all of it."""
    assert first.size == second.size
    drawn = _shade(ImageChops.invert(first))
    return _shade(ImageChops.difference(first, second)) / drawn


def _shade(picture: Image.Image) -> float:
    shade: float = ImageStat.Stat(picture).sum[0]
    return shade
