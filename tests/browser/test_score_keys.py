"""The grid of scores under the hands of somebody who never leaves the keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from batches.models import Batch
from exams.models import Result
from stations.models import Station
from tests.browser.conftest import People
from tests.factories import results
from tests.factories.people import PASSWORD

NAMES = ("林若溪", "陈一鸣", "买买提·艾力")
PASTE = """(input, text) => {
  const copied = new DataTransfer();
  copied.setData("text/plain", text);
  const how = { clipboardData: copied, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return results.roster_batch(station, management_user, *NAMES)


@pytest.fixture
def grid(people: People, station_user: User, batch: Batch) -> Page:
    person = people.new()
    person.login(station_user.username, PASSWORD)
    person.set_day(batch.exam_date.isoformat())
    return person.open(f"/exams/batch/{batch.pk}/scores/")


def cell(page: Page, name: str, paper: str) -> Locator:
    return page.get_by_label(f"{name} {paper}成绩", exact=True)


def test_enter_and_arrows_go_from_cell_to_cell(grid: Page) -> None:
    cell(grid, "林若溪", "理论").focus()
    for key in ("8", "5", "Enter", "5", "9", ".", "5", "ArrowDown", "7", "0", "ArrowRight", "6", "0"):
        grid.keyboard.press(key)
    expect(cell(grid, "陈一鸣", "理论")).to_have_value("59.5")
    expect(cell(grid, "买买提·艾力", "理论")).to_have_value("70")
    expect(cell(grid, "买买提·艾力", "实操")).to_have_value("60")
    expect(grid.locator("[data-grade]").nth(2)).to_have_text("合格")
    grid.keyboard.press("ArrowUp")
    expect(cell(grid, "陈一鸣", "实操")).to_be_focused()
    grid.keyboard.press("Shift+Enter")
    expect(cell(grid, "林若溪", "实操")).to_be_focused()
    assert not Result.objects.exists()


def test_a_piece_of_a_spreadsheet_is_pasted_downwards(grid: Page) -> None:
    cell(grid, "林若溪", "理论").evaluate(PASTE, "85\t92.5\r\n59.5\t90\r\n缺考\t70\r\n66\t66\r\n")
    expect(grid.locator("[data-grade]")).to_have_text(["良好", "不合格", "未考全"])
    expect(grid.locator("[data-paste-note]")).to_contain_text("已粘贴 6 格，另有 2 格没有填入")
    grid.get_by_role("button", name="保存成绩").click()
    expect(grid.get_by_role("status").filter(has_text="成绩已保存，3 名考生有变动")).to_be_visible()
    stored = [row.scores.token for row in Result.objects.order_by("enrolment__sequence")]
    assert stored == ["85/92.5", "59.5/90", "缺考/70"]
