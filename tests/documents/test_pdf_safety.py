"""While a paper is printed, nothing is loaded but data: URLs and the project's own styles and fonts."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from documents.pdf import render_pdf
from documents.press import PaperError, print_html
from documents.sheets import Cover, Field, FormSheet, Grid, Heading, Text, label, row, signature, value
from documents.watermarks import data_url
from tests.documents.papers import photo_file
from tests.documents.reading import pdf_pages, squeezed


class Trap(HTTPServer):
    """A web server on this machine that notes every request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TrapHandler)
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/secret"


class TrapHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Trap)
        self.server.requests.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def trap() -> Iterator[Trap]:
    server = Trap()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


REFUSED = "A paper may not load|Failed to render SVG"
WAYS_TO_LOAD = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<style>@import "{url}";</style>',
    "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style>",
    '<p style="background: url({url})">文',
    '<p style="list-style-image: url({url}); display: list-item">文',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
)


@pytest.mark.parametrize("way", WAYS_TO_LOAD)
def test_a_page_that_asks_the_web_is_refused_and_nobody_was_asked(way: str, trap: Trap) -> None:
    with pytest.raises(PaperError, match=REFUSED):
        print_html(f"<html><body>{way.format(url=trap.url)}<p>文</body></html>")
    assert trap.requests == []


@pytest.mark.parametrize("way", WAYS_TO_LOAD)
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "ftp://127.0.0.1/x",
        "print:../ostami/settings.py",
        "print:/etc/hostname",
        "print:documents/sheets.html",
        "print:documents/none.css",
    ],
)
def test_a_page_that_asks_for_another_file_is_refused(way: str, url: str) -> None:
    with pytest.raises(PaperError, match=REFUSED):
        print_html(f"<html><body>{way.format(url=url)}<p>文</body></html>")


def test_a_relative_address_is_refused_too() -> None:
    with pytest.raises(PaperError, match="Relative URI"):
        print_html('<html><body><img src="photo.jpg"></body></html>')


def test_an_svg_picture_cannot_ask_on_the_page_s_behalf(trap: Trap) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{trap.url}"/></svg>'
    with pytest.raises(PaperError):
        print_html(f'<html><body><img src="{data_url(svg.encode(), "image/svg+xml")}"></body></html>')
    assert trap.requests == []


def test_pictures_in_the_page_and_the_project_s_own_style_are_loaded() -> None:
    picture = data_url(photo_file(), "image/jpeg")
    style = '<link rel="stylesheet" href="print:documents/print.css">'
    assert print_html(f'<html>{style}<body><img src="{picture}"></body></html>').pages == 1


def test_markup_and_addresses_that_somebody_typed_are_text(trap: Trap) -> None:
    typed = f'<img src="{trap.url}">url({trap.url})<style>@import "{trap.url}"</style>&amp;{{{{x}}}}'
    sheet = FormSheet(
        typed,
        (
            Cover((Field(typed, typed, typed),), foot=typed),
            Heading(typed),
            Text(typed),
            Grid((1, 9), (row(label(typed), value(typed)), row(value(), signature(typed, foot=typed)))),
        ),
        code=typed,
        subtitle=(typed,),
        watermark=typed,
        footer=typed,
    )

    printed = squeezed("".join(pdf_pages(render_pdf(sheet).content)))

    assert trap.requests == []
    assert printed.count(squeezed(typed)) >= 10
