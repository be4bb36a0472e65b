"""What people do on the way of a certificate, and how what they found is read."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import People, Person
from tests.browser.enrolling import press
from tests.browser.looking import looked
from tests.factories.people import PASSWORD


def at(people: People, user: User, *, phone: bool = False) -> Person:
    """Somebody at a browser of their own, logged in."""
    person = people.new(phone=phone)
    page = person.login(user.username, PASSWORD)
    expect(page.get_by_role("button", name="登录", exact=True)).to_have_count(0)
    return person


def on_day(person: Person, day: str) -> None:
    """Set everybody's day."""
    person.open("/")
    person.set_day(day)


def move(page: Page, act: str, *, words: str = "", look: str = "") -> None:
    """Press a case's button, write the words, and press the same button of the page that explains it."""
    page.get_by_role("main").get_by_role("link", name=act, exact=True).first.click()
    page.locator("main [name=reason]").fill(words) if words else None
    looked(page, look) if look else None
    press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def case(person: Person, listing: str, name: str | None) -> Page:
    """Open a case from its list, by a part of its name."""
    assert name
    page = person.open(listing)
    page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
    page.wait_for_load_state()
    return page


def look_up(person: Person, page_name: str = "", **facts: str) -> Page:
    """Look a certificate up on one of the three pages; the address never tells what was asked."""
    address = f"/certificates/lookup/{page_name}"
    page = person.open(address)
    for name, value in facts.items():
        page.locator(f"main [name={name}]").fill(value)
    press(page, "查询")
    page.wait_for_load_state()
    assert page.url.endswith(address)
    return page


def pdf_text(pdf: Path) -> str:
    """Return what a PDF says."""
    return subprocess.run(  # noqa: S603  # a tool of the test machine on a file of the test
        ["pdftotext", "-layout", str(pdf), "-"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
