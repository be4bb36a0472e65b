"""Somebody without a mouse: logs in, finds a batch and approves it; where the focus is, is always seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.browser.conftest import People
from tests.factories import exam
from tests.factories.people import PASSWORD
from workflow.lifecycle import perform

FARTHEST = 120
# What a browser draws around the element that has the focus.
SEEN = """
() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  // Behind the last element, and inside a date, the browser itself shows the focus.
  return one === document.body || one.type === "date" || one.checkVisibility() && (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"
    || style.boxShadow !== "none");
}
"""


@pytest.fixture
def waiting(station: Station, management_user: User) -> Batch:
    turning = exam.trade()
    exam.scope(station, turning)
    plan = exam.approved_plan(station, management_user, {"trade": turning})
    draft = exam.draft_batch(station, *plan.items.all())
    return perform(draft, "submit", actor=station.organisation.users.get(), at=exam.noon(exam.APPLIED_ON))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; on the way it is never out of sight."""
    for _ in range(FARTHEST):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    pytest.fail(f"{FARTHEST} tabs did not lead to {wanted}")


def test_a_batch_is_approved_with_keys_alone(people: People, waiting: Batch, management_user: User) -> None:
    person = people.new()
    person.open("/")
    person.set_day(f"{exam.APPLIED_ON}")
    page = person.open("/account/login/")
    main = page.get_by_role("main")
    tab_to(page, page.locator("[name=username]"))
    page.keyboard.type(management_user.username)
    tab_to(page, page.locator("[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(waiting.number)
    page.keyboard.press("Enter")
    found = main.get_by_role("link", name=waiting.number).first
    expect(found).to_be_visible()
    tab_to(page, found)
    page.keyboard.press("Enter")
    act = main.get_by_role("link", name="批准批次", exact=True).first
    expect(act).to_be_visible()
    tab_to(page, act)
    page.keyboard.press("Enter")
    button = main.get_by_role("button", name="批准批次", exact=True)
    expect(button).to_be_visible()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已批准批次")).to_be_visible()
