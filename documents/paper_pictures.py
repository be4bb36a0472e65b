"""A paper that people scanned or photographed, as pictures of its pages."""

from collections.abc import Iterator, Sequence

from PIL import Image

from documents.cells import PICTURE_SIGNATURES
from documents.decoding import LONGEST_SIDE, decoded_picture
from documents.pdf_files import START as PDF_START
from documents.pdf_files import check_pdf
from documents.pdf_pages import page_pictures
from documents.upload_limits import file_refusal

INK_BELOW = 150  # of 255; paper and what shines through from the other side are lighter
BLANK_SHARE = 0.0005


def paper_pages(content: bytes, *, max_pages: int) -> tuple[int, Iterator[Image.Image | None]]:
    """Return how many pages a sent file has, and the pages as pictures, None for one that can't be drawn.

    The file is judged at once, its pages are drawn as they are asked for.

    Args:
        content: a PDF, or one picture as JPEG or PNG.
        max_pages: how many pages a PDF may have.

    Raises:
        BlockedError: with one sentence why the file won't do, at the field ``file``.
    """
    if content.startswith(PDF_START):
        count = check_pdf(content, max_pages=max_pages)
        return count, page_pictures(content, pages=count)
    if not content.startswith(tuple(PICTURE_SIGNATURES)):
        raise file_refusal(
            "文件不是 PDF，也不是 JPEG 或 PNG 图片", "请重新扫描或拍照；HEIC、Word 等文件请先转换"
        )
    image, _ = decoded_picture(content)
    return 1, iter([image])


def page_count(content: bytes, *, max_pages: int) -> int:
    """Return how many pages a sent file has; a picture isn't opened for it.

    Raises:
        BlockedError: it is a PDF that won't do.
    """
    return check_pdf(content, max_pages=max_pages) if content.startswith(PDF_START) else 1


def is_blank(page: Image.Image) -> bool:
    """Tell whether a page is empty, as the back of a form is where a scanner takes both sides."""
    small = page.convert("L")
    small.thumbnail((400, 400))
    return sum(small.histogram()[:INK_BELOW]) < small.width * small.height * BLANK_SHARE


def whole_paper(content: bytes, *, max_pages: int) -> Image.Image:
    """Return all pages of a sent file in one picture, one below the other.

    Raises:
        BlockedError: the file won't do, or one of its pages can't be drawn.
    """
    _, pages = paper_pages(content, max_pages=max_pages)
    pictures = [page for page in pages if page]
    if not pictures:
        raise file_refusal("PDF 页面无法显示", "请重新扫描，或改传照片")
    return joined(pictures)


def joined(pages: Sequence[Image.Image]) -> Image.Image:
    """Return pages one below the other, on white, small enough to be stored as one picture."""
    if len(pages) == 1:
        return pages[0]
    width, height = max(page.width for page in pages), sum(page.height for page in pages)
    paper = Image.new("RGB", (width, height), "white")
    top = 0
    for page in pages:
        paper.paste(page, ((width - page.width) // 2, top))
        top += page.height
    paper.thumbnail((LONGEST_SIDE, LONGEST_SIDE * 3 // 2))
    return paper
