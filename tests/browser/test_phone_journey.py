"""A candidate on the smallest phone, with and without JavaScript: from registration to a correction."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.browser.enrolling import enrol, fits, pictures, press, register, stamp
from tests.factories import exam, personal_forms
from tests.factories.people import PASSWORD, document_number

NAME, LOGIN = "买买提·艾力", "maimaiti2026"
ENROLMENT_DAY = "2026-08-01"


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    exam.scope(station, exam.trade())
    personal_forms.eligibility_rules(2026)
    plan = exam.approved_plan(station, management_user)
    return exam.approved_batch(station, management_user, *plan.items.all())


def _returned(at_station: Person, batch: Batch) -> None:
    """The station names two parts at once."""
    page = _review_page(at_station, batch)
    page.get_by_role("link", name="退回修改").click()
    page.locator("[name=photo]").fill("背景不是白色，请重新拍照。")
    page.locator("[name=form]").fill("班级名称与学生证不一致。")
    press(page, "退回修改")
    expect(page.get_by_role("status").first).to_contain_text("退回")


def _review_page(at_station: Person, batch: Batch) -> Page:
    page = at_station.open(f"/candidates/roster/{batch.pk}/?show=stamped")
    page.get_by_role("row").filter(has_text=NAME).get_by_role("link").first.click()
    return page


def _mended(person: Person, folder: Path) -> None:
    """Each part that was named leads to the page that mends it."""
    page = person.open("/candidates/mine/")
    fits(page)
    page.get_by_role("link", name="数控车工 四级/中级工").first.click()
    fits(page)
    named = page.get_by_role("status").filter(has_text="退回")
    expect(named).to_contain_text("背景不是白色")
    named.get_by_role("link").filter(has_text=re.compile("照片")).first.click()
    pictures(page, folder, "photo")
    page.get_by_role("link", name=re.compile("核对")).first.click()
    press(page, "确认无误，提交报名")
    stamp(page, folder)


def _accepted(at_station: Person, batch: Batch) -> None:
    page = _review_page(at_station, batch)
    expect(page.get_by_role("main")).to_contain_text("本人照片")
    press(page, "审核通过")


def _asks_for_a_correction(person: Person) -> None:
    page = person.open("/candidates/mine/")
    expect(page.get_by_role("main")).to_contain_text("审核通过，已列入花名册")
    page.get_by_role("link", name="数控车工 四级/中级工").first.click()
    page.get_by_role("link", name="申请更正").first.click()
    fits(page)
    page.get_by_role("link", name=re.compile("班级")).first.click()
    fits(page)
    page.locator("[name=value], [name=class_name]").first.fill("数控 2302")
    page.locator("[name=reason]").fill("填成了邻班。")
    page.get_by_role("main").get_by_role("button", name=re.compile("提交|申请")).first.click()
    fits(page)
    expect(page.get_by_role("main")).to_contain_text("数控 2302")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_candidate_enrols_on_a_small_phone(
    people: People, batch: Batch, station_user: User, tmp_path: Path, *, script: bool
) -> None:
    at_station = people.new()
    at_station.open("/")
    at_station.set_day(ENROLMENT_DAY)
    at_station.login(station_user.username, PASSWORD)
    person = people.new(small=True, script=script)
    register(person, name=NAME, login=LOGIN, number=document_number(serial=601))
    enrol(person, tmp_path)
    assert person.download("PDF", tmp_path).read_bytes().startswith(b"%PDF")
    stamp(person.page, tmp_path)
    _returned(at_station, batch)
    _mended(person, tmp_path)
    _accepted(at_station, batch)
    _asks_for_a_correction(person)
    page = at_station.open("/candidates/corrections/")
    page.get_by_role("main").get_by_role("link", name=re.compile(NAME)).first.click()
    page.get_by_role("link", name="同意更正", exact=True).first.click()
    press(page, "同意更正")
    fits(person.open("/candidates/mine/"))
    assert batch.enrolments.get().class_name == "数控 2302"
