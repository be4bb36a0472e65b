"""The pictures in the manuals show the portal as it is.

With the variable WRITE_PICTURES set they are taken anew: the manuals' to static/img/manual, the main pages'
to docs/images, and what each page says to portal/help/pictures.json. Without it each page is opened and must
still have the headings, labels and buttons that it had when its picture was taken.
"""

import json
import os
import re
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page

from ostami import clock
from portal.help.pictures import RECORD
from portal.practice.people import PASSWORD
from tests.browser.conftest import DESKTOP, PHONE, People, Person
from tests.browser.manual_pictures import MAIN_PAGES, SHOTS, Shot
from tests.portal.test_practice_data import TODAY

ROOT = Path(settings.BASE_DIR)
MANUAL, DOCS = ROOT / "static" / "img" / "manual", ROOT / "docs" / "images"
WRITE = bool(os.environ.get("WRITE_PICTURES"))
MOST_BYTES = 60_000
SAID = "h1, h2, h3, label, legend, th, dt, button, a.btn, summary"
# What depends on the day, on counting or on chance.
CHANGING = re.compile(r"[\d.:%A-Z]+")


@pytest.fixture
def seeded() -> None:
    """The practice portal on a day of its own."""
    clock.set_practice_day(TODAY)
    for command in (
        "load_catalogue",
        "load_stations",
        "load_special_days",
        "load_eligibility",
        "seed_practice",
    ):
        call_command(command, stdout=StringIO())


class Lookers:
    """Everybody who looks at pages, each logged in once."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.known: dict[tuple[str, bool], Person] = {}

    def at(self, shot: Shot, *, phone: bool) -> Page:
        """Open the page of a picture."""
        key = (shot.who, phone)
        if key not in self.known:
            self.known[key] = self.people.new(phone=phone)
            if shot.who:
                self.known[key].login(shot.who, PASSWORD)
        page = self.known[key].open(shot.address)
        page.wait_for_load_state("networkidle")
        return page


def said_by(page: Page) -> list[str]:
    """Return the page's headings, labels and buttons, each once, without what changes from day to day."""
    texts: list[str] = page.locator(f"main :is({SAID})").all_inner_texts()
    cleaned = (CHANGING.sub("0", " ".join(text.split())) for text in texts)
    return sorted({text for text in cleaned if text})


def _shown(page: Page, without: str) -> bytes:
    """Return what the window shows, without the parts that the picture isn't about."""
    page.evaluate("parts => document.querySelectorAll(parts).forEach(one => one.remove())", without)
    return page.screenshot()


def _written(shot: bytes, target: Path) -> tuple[int, int]:
    """Write a picture as WebP, as good as its size allows."""
    image = Image.open(BytesIO(shot)).convert("RGB")
    for quality in range(55, 5, -10):
        out = BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST_BYTES:
            break
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(out.getvalue())
    return image.size


def test_the_pictures_of_the_manuals_show_the_pages_of_today(people: People, seeded: None) -> None:
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    lookers, found = Lookers(people), {}
    for shot in SHOTS:
        page = lookers.at(shot, phone=shot.phone)
        words = said_by(page)
        width, height = (known.get(shot.name, {}).get(side, 0) for side in ("width", "height"))
        if WRITE:
            width, height = _written(
                _shown(page, ".practice-bar, .site-header"), MANUAL / f"{shot.name}.webp"
            )
        found[shot.name] = {"width": width, "height": height, "words": words}
    if WRITE:
        RECORD.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        known = found
    stale = {
        name: _differences(known.get(name, {}).get("words", []), one["words"]) for name, one in found.items()
    }
    assert {name: lines for name, lines in stale.items() if lines} == {}, "Take them anew: WRITE_PICTURES=1"
    assert set(known) == {shot.name for shot in SHOTS}


def _differences(before: Iterable[str], now: Iterable[str]) -> list[str]:
    old, new = set(before), set(now)
    return [*(f"-{line}" for line in sorted(old - new)), *(f"+{line}" for line in sorted(new - old))]


@pytest.mark.skipif(not WRITE, reason="takes the pictures of the documents")
def test_the_main_pages_are_taken_for_the_documents(people: People, seeded: None) -> None:
    lookers = Lookers(people)
    for shot in MAIN_PAGES:
        for phone, viewport in ((False, DESKTOP), (True, PHONE)):
            page = lookers.at(shot, phone=phone)
            assert page.locator("h1").count() == 1
            _written(_shown(page, ".practice-bar"), DOCS / f"{shot.name}-{viewport['width']}.webp")
