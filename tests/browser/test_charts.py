"""The charts of figures say what their tables say, and nothing is missing without them."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from stations.models import Station
from tests.browser.conftest import People, fits
from tests.factories.people import PASSWORD
from tests.portal import figures_world

ADDRESS = "/figures/?year=2026&by=trade"
# Each table's name, and of each of its lines what its drawn columns say.
TOLD = """
() => [...document.querySelectorAll("table[data-chart]")].map((table) => {
  const heads = [...table.tHead.rows[0].cells];
  const drawn = heads.map((head, place) => place).filter((place) => "drawn" in heads[place].dataset);
  const chart = table.previousElementSibling;
  return {
    table: [...table.tBodies[0].rows].flatMap((row) =>
      drawn.map((place) => `${heads[place].textContent} ${Number.parseFloat(row.cells[place].textContent)}`)),
    chart: chart?.matches(".chart") ? [...chart.querySelectorAll(".chart-value")].map((one) => one.textContent) : [],
    lines: [...table.tBodies[0].rows].map((row) => row.cells[0].textContent),
    labels: chart?.matches(".chart") ? [...chart.querySelectorAll(".chart-label")].map((one) => one.textContent) : [],
  };
})
"""
# Of each chart, what its bars stand for and how long they are.
BARS = """
() => [...document.querySelectorAll(".chart")].map((chart) => {
  const words = [...chart.querySelectorAll(".chart-value")].map((one) => one.textContent);
  return [...chart.querySelectorAll("line")].map((bar, place) =>
    [Number.parseFloat(words[place].split(" ").at(-1)), bar.getBoundingClientRect().width]);
})
"""


@pytest.fixture
def reader(station: Station, other_station: Station, management_user: User, centre_user: User) -> User:
    figures_world.build(station, other_station, management_user, centre_user)
    return management_user


@pytest.mark.parametrize("small", [False, True])
def test_a_chart_draws_what_its_table_says(people: People, reader: User, small: bool) -> None:  # noqa: FBT001
    person = people.new(small=small)
    person.login(reader.username, PASSWORD)
    page = person.open(ADDRESS)
    expect(page.locator(".chart svg").first).to_be_visible()
    told = page.evaluate(TOLD)
    drawn = [one for one in told if one["chart"]]
    assert len(drawn) >= 3
    for one in drawn:
        assert sorted(one["chart"]) == sorted(one["table"])
        assert sorted(one["labels"]) == sorted(one["lines"])
    for bars in page.evaluate(BARS):
        longest = max(bars)
        assert all(abs(width - longest[1] * value / longest[0]) < 1 for value, width in bars)
    fits(page)


def test_without_a_script_the_tables_are_all(people: People, reader: User) -> None:
    person = people.new(script=False)
    person.login(reader.username, PASSWORD)
    page = person.open(ADDRESS)
    expect(page.locator("table[data-chart]").first).to_be_visible()
    expect(page.locator(".chart")).to_have_count(0)
