"""Pages of a PDF as pictures.

What draws them is a large program in C++ that reads what strangers made, so each file is drawn by a process
of its own with a limit on memory and time: if it falls over, a page is missing, and the portal goes on.
"""

import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from PIL import Image

from documents.decoding import LONGEST_SIDE

PAINTER = Path(__file__).with_name("pdf_painter.py")
PAGE_SECONDS = 10
MAX_FALLS = 3
HEAD = struct.Struct(">II")


class _FallenError(Exception):
    """The painter ended before its page was there."""


def page_pictures(content: bytes, *, pages: int) -> Iterator[Image.Image | None]:
    """Yield the pages of a PDF as pictures of at most 2400 points a side, None where one can't be drawn.

    Args:
        content: a PDF that `pdf_files.check_pdf` let pass.
        pages: how many it has.
    """
    number = falls = 0
    while number < pages and falls <= MAX_FALLS:
        try:
            for picture in _painted(content, number, pages):
                yield picture
                number += 1
        except _FallenError:
            yield None
            number, falls = number + 1, falls + 1
    yield from [None] * (pages - number)


def _painted(content: bytes, first: int, end: int) -> Iterator[Image.Image | None]:
    """Yield the pages from `first` on as one painter draws them.

    Raises:
        _FallenError: it fell over, or took too long, at the page after the last that was yielded.
    """
    with _painter(first, end) as painter:
        feeding = threading.Thread(target=_feed, args=(painter.stdin, content), daemon=True)
        feeding.start()
        for _ in range(first, end):
            yield _next_page(painter)


@contextmanager
def _painter(first: int, end: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-I", str(PAINTER), str(first), str(end)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    # The portal's keys lie in the environment: whoever takes the painter over finds none of them.
    with subprocess.Popen(command, env={}, **pipes) as painter:  # type: ignore[call-overload]  # noqa: S603  our own script
        try:
            yield painter
        finally:
            painter.kill()


def _feed(stdin: IO[bytes], content: bytes) -> None:
    try:
        with stdin:
            stdin.write(content)
    except BrokenPipeError:
        pass  # It fell over; whoever reads its pages notices.


def _next_page(painter: subprocess.Popen[bytes]) -> Image.Image | None:
    # A pipe has no deadline: the painter is stopped at its own, which ends the reading.
    late = threading.Timer(PAGE_SECONDS, painter.kill)
    late.start()
    try:
        width, height = HEAD.unpack(_exactly(painter.stdout, HEAD.size))
        if max(width, height) > LONGEST_SIDE + 1:
            raise _FallenError
        points = _exactly(painter.stdout, width * height * len("RGB"))
    finally:
        late.cancel()
    return Image.frombytes("RGB", (width, height), points) if width and height else None


def _exactly(stdout: IO[bytes] | None, size: int) -> bytes:
    read = stdout.read(size) if stdout else b""
    if len(read) < size:
        raise _FallenError
    return read
