"""Who looks at every page sees what is wrong with one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import Eyes
from tests.browser.links import faults_of
from tests.browser.pages import Seen
from tests.browser.skeletons import distinct
from tests.browser.stage import Stage
from tests.browser.weights import first_view

HEAD = """<!doctype html><html lang="zh-CN" data-bs-theme="light"><head><title>页</title><style>
.fades { color: #222 } [data-bs-theme="dark"] .fades { background: #111 }
[data-size="elder"] .grows { width: 400px }
</style></head><body><main><h1>页</h1>"""


def a_page(inner: str) -> Seen:
    return Seen("portal:front", "visitor", "full", "/", f"{HEAD}{inner}</main></body></html>")


@pytest.fixture
def eyes(chromium: Browser) -> Iterator[Eyes]:
    made = Eyes(Stage(chromium))
    yield made
    made.stage.context.close()


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ('<input name="q">', "label "),
        ('<b style="color: #ccc">浅色的字</b>', "light, normal: color-contrast "),
        ('<p class="fades">暗处的字</p>', "dark, normal: color-contrast "),
        ('<p class="grows">宽</p>', "elder: 408 wide on 320"),
        ("<h3>跳级</h3>", "a heading skips a level"),
        ('<img alt="外" src="https://example.org/a.png">', "asks another host: https://example.org/a.png"),
        ("<script>none()</script>", "script: none is not defined"),
    ],
)
def test_a_fault_is_seen(eyes: Eyes, inner: str, said: str) -> None:
    eyes.stage.show(a_page("<p>好</p>"))
    assert list(eyes.faults()) == []
    eyes.stage.show(a_page(inner))
    assert [fault for fault in eyes.faults() if fault.startswith(said)]


def test_what_was_judged_in_one_place_is_judged_anew_in_another(eyes: Eyes) -> None:
    for place in ("p", "b"):
        eyes.stage.show(a_page(f'<div><{place} class="fades">暗处的字</{place}></div>'))
        assert [fault for fault in eyes.faults() if "dark" in fault]


def test_links_that_lead_nowhere_are_told() -> None:
    page = a_page(
        '<a href="#no">a</a><a href="/gone/">b</a><a href="https://example.org/">c</a>'
        '<a href="/here/?back=/x/">d</a><form action="/send/"></form><img src="/static/no.png">'
    )
    answers = {("visitor", "/gone/"): 404, ("visitor", "/here/"): 200, ("visitor", "/send/"): 405}
    assert list(faults_of(page, answers)) == [
        "#no is nowhere on the page",
        "/gone/ answers 404",
        "https://example.org/ leads outside",
        "/static/no.png is no file",
    ]


def test_pages_that_differ_in_words_and_rows_only_are_looked_at_once() -> None:
    one, other = a_page("<p>甲</p>"), a_page("<p>乙乙</p><p>丙</p>")
    assert distinct([one, other, a_page('<p class="note">甲</p>')])[0] == other
    assert len(distinct([one, other])) == 1


def test_a_first_view_counts_what_it_loads() -> None:
    weight, requests = first_view(a_page('<script src="/static/js/portal.js"></script><img src="/own/1/">'))
    assert requests == 3
    assert weight > 1000
