"""What a browser with an empty cache fetches to show a main page, by its own count."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings, settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from playwright.sync_api import Browser

from accounts.models import User
from tests.browser.weights import REQUESTS, WEIGHT
from tests.factories import people

MAIN_PAGES = (
    ("visitor", "/"),
    ("visitor", "/account/login/"),
    ("visitor", "/stations/"),
    ("visitor", "/catalogue/"),
    ("visitor", "/certificates/lookup/"),
    ("station", "/home/"),
    ("station", "/batches/"),
    ("station", "/batches/calendar/"),
    ("station", "/questions/"),
    ("candidate", "/candidates/mine/"),
)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


@pytest.fixture
def packed(settings: LazySettings, tmp_path: Path) -> Iterator[str]:
    """The portal as it goes over the wire: files as its server packs them, pages as a proxy does."""
    settings.STATIC_ROOT = tmp_path / "static"
    backend = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    call_command("collectstatic", interactive=False, verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(WSGIHandler())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _cookies(address: str, user: User | None) -> list[dict[str, str]]:
    client = Client()
    if user is None:
        return []
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value, "url": address}]


def _fetched(browser: Browser, address: str, path: str, user: User | None) -> tuple[int, list[str]]:
    """Return how many bytes came over the wire, and all that was asked for."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    context.add_cookies(_cookies(address, user))  # type: ignore[arg-type]  # a TypedDict of the same keys
    page, lengths, asked = context.new_page(), list[int](), list[str]()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
    answer = page.goto(path, wait_until="networkidle")
    assert answer
    assert answer.ok, path
    context.close()
    return sum(lengths), asked


def test_the_first_view_of_a_main_page_is_light(packed: str, chromium: Browser, station_user: User) -> None:
    users = {"visitor": None, "station": station_user, "candidate": people.candidate("李雷").user}
    heavy = []
    for role, path in MAIN_PAGES:
        weight, asked = _fetched(chromium, packed, path, users[role])
        elsewhere = [url for url in asked if not url.startswith((packed, "data:"))]
        if not 0 < weight <= WEIGHT or len(asked) > REQUESTS or elsewhere:
            heavy.append(f"{path} as {role}: {weight} bytes for {asked}")
    assert not heavy, "\n".join(heavy)
