"""The press: WeasyPrint with the project's fonts, print style, fetcher, and an eye on missing glyphs.

Fonts and the parsed style are kept from one paper to the next. Pango's objects belong to one thread at a
time, so each paper borrows a press that nobody else is using.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, LifoQueue
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from documents.fetcher import PROJECT_FILES, fetch
from documents.printed import PaperError, Pdf

__all__ = ["PaperError", "Pdf", "print_html"]

MISSING_GLYPH = ".notdef glyph rendered"
# Missing glyphs are known by a warning alone, so it is let through whatever the log's settings are.
LOGGER.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class _Press:
    fonts: Any
    style: Any


_idle: LifoQueue[_Press] = LifoQueue()


def _new_press() -> _Press:
    fonts = FontConfiguration()
    style = CSS(filename=PROJECT_FILES / "documents" / "print.css", font_config=fonts, url_fetcher=fetch)
    return _Press(fonts, style)


@contextmanager
def _borrowed_press() -> Iterator[_Press]:
    """Lend an idle press, or a new one; one whose paper failed isn't used again."""
    try:
        press = _idle.get_nowait()
    except Empty:
        press = _new_press()
    yield press
    _idle.put(press)


class _Findings(logging.Handler):
    """Collects what WeasyPrint reports while this thread prints one paper."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.missing: dict[str, None] = {}
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a missing glyph's character, or an error's text."""
        if record.thread != self.thread:
            return
        if str(record.msg).startswith(MISSING_GLYPH) and isinstance(record.args, tuple):
            self.missing[str(record.args[0])] = None
        elif record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())


@contextmanager
def _findings() -> Iterator[_Findings]:
    findings = _Findings()
    LOGGER.addHandler(findings)
    try:
        yield findings
    finally:
        LOGGER.removeHandler(findings)


def print_html(html: str) -> Pdf:
    """Print a whole HTML document.

    Raises:
        PaperError: the document asks for a URL other than data: and the project's own print files, or
            something in it cannot be read.
    """
    with _findings() as findings:
        try:
            content, pages = _print(html)
        except FatalURLFetchingError as error:
            raise PaperError(str(error)) from error
    if findings.errors:
        raise PaperError(" ".join(error[:300] for error in findings.errors))
    return Pdf(content, tuple(findings.missing), pages)


def _print(html: str) -> tuple[bytes, int]:
    with _borrowed_press() as press:
        source = HTML(string=html, url_fetcher=fetch)
        document = source.render(font_config=press.fonts, stylesheets=[press.style])
        return document.write_pdf(), len(document.pages)
