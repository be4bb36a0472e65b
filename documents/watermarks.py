"""The mark across a practice paper: large, pale, diagonal, behind the text."""

from base64 import b64encode
from html import escape

from django.conf import settings

PRACTICE_MARK = "演练"
A4_SIDES_MM = (210, 297)
MARK_SIZE_MM = 78
DIAGONAL_MM = 215


def practice_mark(otherwise: str | None = None) -> str | None:
    """Return a paper's mark: 演练 on a practice portal, else `otherwise`."""
    return PRACTICE_MARK if settings.PRACTICE else otherwise


def data_url(content: bytes, content_type: str) -> str:
    """Return `content` as a data: URL."""
    return f"data:{content_type};base64,{b64encode(content).decode()}"


def watermark_url(text: str, *, landscape: bool = False) -> str:
    """Return an A4 page with `text` across it as an SVG in a data: URL, to lie behind a page's content."""
    width, height = reversed(A4_SIDES_MM) if landscape else A4_SIDES_MM
    size = min(MARK_SIZE_MM, DIAGONAL_MM / max(len(text), 1))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<text transform="translate({width / 2} {height / 2}) rotate(-40)" x="0" y="{size * 0.36:g}"'
        f' text-anchor="middle" font-family="Noto Serif CJK SC" font-weight="bold" font-size="{size:g}"'
        f' fill="#000" fill-opacity="0.055">{escape(text)}</text></svg>'
    )
    return data_url(svg.encode(), "image/svg+xml")
