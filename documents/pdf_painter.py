"""Draws the pages of a PDF for `pdf_pages`, as a process of its own: it may crash or be stopped unharmed.

Run as a script with the first page (from 0) and the number of the page after the last; reads the PDF from
standard input and writes each page as its width and height, four bytes each, and its points, three bytes
each. A page that can't be drawn is 0 by 0.
"""

import resource
import struct
import sys
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # has no types

DOTS_PER_POINT = 200 / 72
MAX_SIDE = 2400  # pixels: a page of A4 at 200 dots an inch, and no page is drawn larger
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 120


def draw(page: Any) -> tuple[int, int, bytes]:
    """Return width, height and points of a page, as large as A4 at 200 dots an inch at most."""
    longest = max(page.get_size())
    scale = min(DOTS_PER_POINT, MAX_SIDE / longest)
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return image.width, image.height, image.tobytes()


def main(first: int, end: int) -> None:
    """Write the pages."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in range(first, end):
        try:
            page = document[number]
            width, height, points = draw(page)
            page.close()
        except Exception:  # noqa: BLE001  a page of any fault is a page that can't be drawn
            width, height, points = 0, 0, b""
        sys.stdout.buffer.write(struct.pack(">II", width, height) + points)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
