"""The trades of an application are put together inside its page, and just as well without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.browser.enrolling import fits
from tests.factories import exam
from tests.factories.people import PASSWORD


@pytest.fixture
def draft(station: Station, management_user: User) -> Batch:
    """A draft without items, its exam in the station's planned year, and three examiners."""
    turning = exam.trade()
    exam.scope(station, turning)
    exam.panel(station, turning)
    exam.approved_plan(station, management_user, {"trade": turning})
    return exam.draft_batch(station)


def _press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def _begin(person: Person, user: User, draft: Batch) -> Page:
    person.login(user.username, PASSWORD)
    person.set_day("2026-06-01")
    return person.open(draft.get_absolute_url())


def _add(page: Page) -> None:
    """Add the one plan item with everybody on its panel, the declaration forgotten at first."""
    page.get_by_role("link", name="增加", exact=True).click()
    _press(page, "下一步：选择考评组")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("radio", name=re.compile("数控车工")).check()
    _press(page, "下一步：选择考评组")
    page.locator("[name=leader]").first.check()
    for place in range(3):
        page.locator("[name=examiners]").nth(place).check()
    _press(page, "增加到批次")
    expect(page.get_by_role("status").filter(has_text="还须补充本页的声明或说明")).to_be_visible()
    page.locator("[name=avoidance_declared]").check()
    _press(page, "保存")
    expect(page.get_by_role("status").filter(has_text="考评组已调整。")).to_be_visible()
    expect(page.locator("[data-region=items] tbody tr")).to_have_count(1)
    expect(page.locator("[data-region=checklist]")).to_contain_text("各项均已核对，可以提交。")
    expect(page.get_by_role("link", name="提交批次申请", exact=True)).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_rows_come_and_go_without_loading_the_page(
    people: People, station_user: User, draft: Batch, *, phone: bool
) -> None:
    page = _begin(people.new(phone=phone), station_user, draft)
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    _add(page)
    page.get_by_role("link", name=re.compile("调整考评组")).click()
    expect(page.locator("#item-work")).to_be_focused()
    page.locator("#item-work").get_by_role("link", name="返回").click()
    expect(page.locator("#item-work")).to_be_empty()
    expect(page.get_by_role("link", name=re.compile("调整考评组"))).to_be_focused()
    page.locator("[data-region=items]").get_by_role("link", name=re.compile("删除")).click()
    _press(page, "确认删除")
    expect(page.get_by_role("status").filter(has_text="已删除工种。")).to_be_visible()
    expect(page.locator("[data-region=items] tbody tr")).to_have_count(0)
    expect(page.get_by_role("link", name="提交批次申请", exact=True)).to_have_count(0)
    assert loaded == []
    fits(page)


def test_the_same_pages_do_without_a_script(people: People, station_user: User, draft: Batch) -> None:
    page = _begin(people.new(phone=True, script=False), station_user, draft)
    _add(page)
    page.locator("[data-region=items]").get_by_role("link", name=re.compile("删除")).click()
    _press(page, "确认删除")
    expect(page.locator("[data-region=items] tbody tr")).to_have_count(0)


def test_an_answer_of_another_kind_loads_as_a_page(people: People, station_user: User, draft: Batch) -> None:
    page = _begin(people.new(), station_user, draft)
    page.get_by_role("link", name="增加", exact=True).click()
    page.get_by_role("radio", name=re.compile("数控车工")).check()
    people.made[0].context.clear_cookies()
    _press(page, "下一步：选择考评组")
    expect(page).not_to_have_url(re.compile(draft.get_absolute_url() + "$"))
    assert not draft.items.exists()
    people.made[0].faults.clear()


def test_the_exam_date_is_answered_while_it_is_typed(
    people: People, station_user: User, draft: Batch
) -> None:
    page = _begin(people.new(), station_user, draft)
    page.goto("/batches/new/")
    page.locator("[name=place]").fill("实训楼 101")
    day = page.locator("[name=exam_date]")
    day.fill("2026-06-30")
    day.blur()
    answer = page.locator("[data-live-answer]")
    expect(answer).to_contain_text("不足 30 天（服务指南 4.5.1-2）")
    answer.get_by_role("link", name="2026-07-01").click()
    expect(day).to_have_value("2026-07-01")
    expect(answer).not_to_contain_text("不足 30 天")
    expect(page.locator("[name=place]")).to_have_value("实训楼 101")
