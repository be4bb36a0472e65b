"""A window in which a page is shown that was got before: no server, only its words and the static files."""

from functools import cache
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, ConsoleMessage, Route

from tests.browser.conftest import DESKTOP
from tests.browser.pages import Seen
from tests.factories import exam

HOST = "http://portal.test"
DRESS = """
([theme, size]) => {
  document.documentElement.dataset.bsTheme = theme;
  document.documentElement.dataset.size = size;
}
"""


@cache
def _static(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), path
    return Path(found).read_bytes()


class Stage:
    """One window; `show` puts a page into it, `dress` changes theme and size as the cookie would."""

    def __init__(self, browser: Browser) -> None:
        # Colours are judged as they stand, not on their way from one theme to the other.
        self.context = browser.new_context(viewport=DESKTOP, locale="zh-CN", reduced_motion="reduce")
        self.page = self.context.new_page()
        self.shown: Seen | None = None
        self.faults: list[str] = []
        # Somebody's picture, larger than any page.
        self._picture = exam.picture((3000, 2000))
        self.page.route("**/*", self._answer)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)

    def show(self, seen: Seen) -> None:
        self.shown, self.faults = seen, []
        self.page.goto(f"{HOST}{seen.address}")

    def dress(self, theme: str, size: str) -> None:
        self.page.evaluate(DRESS, [theme, size])

    def _note(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.faults.append(f"console: {line.text}")

    def _answer(self, route: Route) -> None:
        request, path = route.request, urlsplit(route.request.url).path
        if not request.url.startswith(HOST):
            self.faults.append(f"asks another host: {request.url}")
            route.abort()
        elif request.is_navigation_request():
            assert self.shown
            route.fulfill(body=self.shown.html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(body=_static(path.removeprefix("/static/")), content_type=guess_type(path)[0])
        else:
            route.fulfill(body=self._picture, content_type="image/jpeg")
