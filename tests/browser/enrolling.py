"""What a candidate does on a phone, from registration to the stamped form; with or without JavaScript."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.factories import exam
from tests.factories.people import PASSWORD

SCHOOLS = (
    ("初中", "练习初级中学", "2020-09", "2023-06"),
    ("中专/职高/技校", "练习职业技术学校", "2023-09", ""),
)


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def fits(page: Page) -> None:
    """Nothing is cut off at the right, nor has to be scrolled sideways.

    A press returns as soon as the next page begins to arrive, before it has any element.
    """
    page.wait_for_load_state()
    wide = page.locator("html").evaluate("html => [html.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], f"{page.url} is {wide[0]} wide on {wide[1]}"


def register(person: Person, *, name: str, login: str, number: str) -> None:
    """Register and log in; the document number is typed with a space and a full-width digit."""
    page = person.open("/candidates/register/")
    fits(page)
    page.locator("[name=name]").fill(name)
    page.locator("[name=document_type]").select_option(label="居民身份证")
    page.locator("[name=document_number]").fill(f"９{number[1:6]} {number[6:].lower()}")
    page.locator("[name=phone]").fill("13900000000")
    page.locator("[name=username]").fill(login)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("[name=consent]").check()
    page.locator("[name=consent_sensitive]").check()
    press(page, "同意并注册")
    fits(page)
    page.get_by_role("main").get_by_role("link", name="登录", exact=True).click()
    expect(page.locator("[name=username]")).to_have_value(login)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "登录")
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的报名")


def enrol(person: Person, folder: Path) -> None:
    """Choose the one open batch, fill every page in and hand the form in."""
    page = person.open("/candidates/open/")
    fits(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("报名")).last.click()
    fits(page)
    press(page, "开始填写")
    page.get_by_role("link", name="填写学校信息").click()
    _school(page)
    page.get_by_label("没有", exact=False).first.check()
    fits(page)
    press(page, "保存并继续")
    _history(page)
    pictures(page, folder)
    page.get_by_role("link", name=re.compile("核对")).first.click()
    fits(page)
    press(page, "确认无误，提交报名")


def _school(page: Page) -> None:
    fits(page)
    page.locator("[name=institution]").fill("练习职业技术学校")
    page.locator("[name=class_name]").fill("数控 2301")
    page.locator("[name=education]").select_option(label="中专/职高/技校")
    page.locator("[name=subject]").fill("数控技术应用")
    page.locator("[name=subject_relation]").select_option("same")
    page.locator("[name=entered_on]").fill("2023-09")
    page.locator("[name=training_hours]").fill("420")
    press(page, "保存并继续")


def _history(page: Page) -> None:
    """The junior school alone leaves a gap, which the page names at once; then it is closed."""
    for number, (stage, place, start, end) in enumerate(SCHOOLS):
        page.locator(f"[name='period-{number}-stage']").select_option(label=stage)
        page.locator(f"[name='period-{number}-place']").fill(place)
        page.locator(f"[name='period-{number}-start']").fill(start)
        page.locator(f"[name='period-{number}-end']").fill(end)
        if number == 0:
            press(page, "保存并继续")
            expect(page.get_by_role("main")).to_contain_text("还不完整")
    fits(page)
    press(page, "保存并继续")


def pictures(page: Page, folder: Path, *kinds: str) -> None:
    """Upload what a student hands in, or the named kinds again."""
    picture = folder / "picture.jpg"
    picture.write_bytes(exam.picture())
    for kind in kinds or ("photo", "id_front", "id_back", "student_card"):
        slot = page.locator(f"#{kind}")
        slot.locator("summary").click() if slot.get_attribute("open") is None else None
        page.locator(f"#file-{kind}").set_input_files(picture)
        page.locator(f"#{kind} button[type=submit]").click()
        expect(page.locator(f"#{kind}")).to_contain_text("已上传")
    fits(page)


def stamp(page: Page, folder: Path) -> None:
    """Send the stamped form as a picture, and confirm it."""
    picture = folder / "stamped.jpg"
    picture.write_bytes(exam.picture((1240, 1754)))
    page.get_by_role("link", name=re.compile("上传盖章")).click()
    page.locator("#file-stamped_form").set_input_files(picture)
    page.locator("#stamped_form button[type=submit]").click()
    press(page, "提交盖章申报表")
    expect(page.get_by_role("status").first).to_contain_text("已提交盖章申报表")
    fits(page)
