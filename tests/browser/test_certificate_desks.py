"""The other pages around certificates, as they look on a desk and a phone, and sound to a screen reader."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.browser.certifying import at, on_day
from tests.browser.conftest import People
from tests.browser.looking import looked
from tests.factories import results

MANAGEMENT = (
    "fees/",
    "fees/new/",
    "blanks/",
    "blanks/new/",
    "blanks/destructions/new/",
    "shipments/",
    "changes/",
    "lookup/bulk/",
)
CENTRE = ("prefixes/new/", "former/import/", "batch/{}/numbers/import/", "settlements/")


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return results.approved(station, management_user, {"林若溪": results.PASS})


def test_managements_pages_are_for_everybody_to_see(
    people: People, batch: Batch, management_user: User
) -> None:
    person = at(people, management_user)
    on_day(person, "2026-09-04")
    for path in MANAGEMENT:
        looked(person.open(f"/certificates/{path}"), path.strip("/").replace("/", "-"))
    for path in ("blanks/new/", "lookup/bulk/"):
        page = person.open(f"/certificates/{path}")
        page.get_by_role("main").locator("form button[type=submit]").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        looked(page, f"refused-{path.strip('/').replace('/', '-')}")


def test_the_centres_pages_are_for_everybody_to_see(people: People, batch: Batch, centre_user: User) -> None:
    person = at(people, centre_user)
    on_day(person, "2026-09-04")
    for path in CENTRE:
        page = person.open(f"/certificates/{path.format(batch.pk)}")
        page.wait_for_load_state()
        looked(page, f"centre-{path.format('x').strip('/').replace('/', '-')}")
