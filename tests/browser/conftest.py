"""A real Chromium on the live portal, one context a person."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

# Playwright's sync interface runs a loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REFUSED = re.compile(r"status of (422|429) ")
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=800)
SMALL_PHONE = ViewportSize(width=320, height=640)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test on a database that threads share."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_FLAGS)
        )
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own, who reports every fault of the page."""

    def __init__(
        self, browser: Browser, address: str, *, viewport: ViewportSize, script: bool = True
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=viewport,
            base_url=address,
            locale="zh-CN",
            java_script_enabled=script,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)
        self.page.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "data:")) else self.faults.append(request.url)
            ),
        )

    def _note(self, line: ConsoleMessage) -> None:
        # A form that was refused answers 422, a lookup beyond its budget 429; Chromium notes both beside the
        # page's own errors.
        if line.type == "error" and not REFUSED.search(line.text):
            self.faults.append(line.text)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def login(self, username: str, password: str) -> Page:
        page = self.open("/account/login/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        return page

    def set_day(self, day: str) -> None:
        """Set the practice clock by the bar on top."""
        self.page.get_by_label("把平台日期设为").fill(day)
        self.page.get_by_role("button", name="设定日期").click()

    def download(self, link: str, folder: Path) -> Path:
        """Follow a download link by its words, and return the saved file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("main").get_by_role("link", name=link).first.click()
        target = folder / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target


class People:
    """Makes people, and sees that none of them met a fault."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.made: list[Person] = []

    def new(self, *, phone: bool = False, small: bool = False, script: bool = True) -> Person:
        viewport = SMALL_PHONE if small else PHONE if phone else DESKTOP
        person = Person(self.browser, self.address, viewport=viewport, script=script)
        self.made.append(person)
        return person


@pytest.fixture
def people(chromium: Browser, live_server: LiveServer, settings: LazySettings) -> Iterator[People]:
    """People at browsers; at the end none may have met a script error or a request to another host."""
    made = People(chromium, live_server.url)
    yield made
    faults = [fault for person in made.made for fault in person.faults]
    for person in made.made:
        person.context.close()
    assert faults == []
