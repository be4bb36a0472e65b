"""A wrong name is corrected by a new certificate, one that should not be is revoked; the public is told."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from stations.models import Station
from tests.browser.certifying import at, case, look_up, move, on_day
from tests.browser.conftest import People, Person
from tests.browser.enrolling import press
from tests.browser.looking import looked
from tests.factories import results
from workflow.audit import verify

WRONG, RIGHT, CHEAT = "林若西", "林若溪", "陈一鸣"
OLD, OTHER, NEW = "2649284901400001", "2649284901400002", "2649284901400003"
WHY = "姓名录入有误，以身份证为准。"


@pytest.fixture
def batch(station: Station, management_user: User, centre_user: User) -> Batch:
    """Two certificates, one of a name that was entered wrongly."""
    return results.certified_batch(
        station, management_user, centre_user, dict.fromkeys((WRONG, CHEAT), results.PASS)
    )


def _token_page(visitor: Person, number: str) -> Page:
    """What the QR code on the paper leads to."""
    return visitor.open(f"/certificates/v/{Certificate.objects.get(number=number).token}/")


def _asked(at_station: Person) -> None:
    """A correction that changes nothing is refused; what was typed stays."""
    page = case(at_station, "/certificates/", OLD)
    looked(page, "certificate-station")
    page.get_by_role("link", name="申请更正换发").click()
    page.locator("[name=reason]").fill(WHY)
    press(page, "提交申请")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value(WHY)
    looked(page, "correction-refused")
    page.locator("[name=holder_name]").fill(RIGHT)
    press(page, "提交申请")
    expect(page.get_by_role("status").filter(has_text="申请已提交")).to_be_visible()
    looked(page, "correction-asked")


def _granted(at_centre: Person, number: str, look: str) -> Page:
    page = at_centre.open("/certificates/changes/")
    looked(page, f"{look}-list")
    page.get_by_role("main").get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
    move(page, "同意办理", look=f"{look}-decide")
    looked(page, f"{look}-done")
    return page


def _old_leads_to_new(at_station: Person, visitor: Person) -> None:
    page = case(at_station, "/certificates/", OLD)
    expect(page.get_by_role("navigation", name="换发关系")).to_contain_text(NEW)
    looked(page, "certificate-reissued")
    page.get_by_role("navigation", name="换发关系").get_by_role("link", name=NEW).click()
    expect(page.get_by_role("main")).to_contain_text(RIGHT)
    page = _token_page(visitor, OLD)
    expect(page.get_by_role("main")).to_contain_text("已换发")
    looked(page, "token-reissued")
    page.get_by_role("link", name="查看换发后的证书").click()
    expect(page.get_by_role("main")).to_contain_text("现在有效")
    looked(page, "token-new")
    page = look_up(visitor, name=WRONG, number=OLD)
    expect(page.get_by_role("main")).to_contain_text("换发后的新证书编号为 2649********0003")
    looked(page, "lookup-reissued")


def _revoked(at_management: Person, at_centre: Person, visitor: Person) -> None:
    page = case(at_management, "/certificates/", OTHER)
    page.get_by_role("link", name="申请撤销").click()
    page.locator("[name=reason]").fill("查实替考。")
    looked(page, "revocation-ask")
    press(page, "提交申请")
    expect(_token_page(visitor, OTHER).get_by_role("main")).to_contain_text("现在有效")
    _granted(at_centre, OTHER, "revocation")
    page = _token_page(visitor, OTHER)
    expect(page.get_by_role("main")).to_contain_text("已撤销")
    looked(page, "token-revoked")
    page = look_up(visitor, name=CHEAT, number=OTHER)
    expect(page.get_by_role("main")).to_contain_text("已撤销")
    looked(page, "lookup-revoked")


def test_a_wrong_certificate_leads_to_the_right_one_and_a_revoked_one_says_so(
    people: People, batch: Batch, management_user: User, centre_user: User
) -> None:
    at_station = at(people, batch.station.organisation.users.get())
    on_day(at_station, "2026-09-20")
    at_management, at_centre = at(people, management_user), at(people, centre_user)
    visitor = people.new(phone=True, script=False)

    _asked(at_station)
    page = _granted(at_centre, OLD, "correction")
    expect(page.get_by_role("main")).to_contain_text(NEW)
    _old_leads_to_new(at_station, visitor)
    _revoked(at_management, at_centre, visitor)
    assert verify() == []
