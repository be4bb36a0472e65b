"""A candidate practises on a phone: answers, leaves, comes back, hands in, and practises the mistakes."""

import re

import pytest
from playwright.sync_api import Page, expect

from candidates.models import Candidate
from question_bank.kinds import QuestionKind
from stations.models import Station
from tests.browser.conftest import People
from tests.browser.enrolling import fits, press
from tests.factories import exam, self_tests
from tests.factories import people as fictitious
from tests.factories.people import PASSWORD

KINDS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.FILL_IN)


@pytest.fixture
def learner(station: Station) -> Candidate:
    """Somebody whose trade has five questions of every kind to practise."""
    trade = exam.trade()
    exam.scope(station, trade)
    for kind in KINDS:
        self_tests.practice(station.organisation, trade, 5, kind=kind)
    return fictitious.candidate("李雷")


def _answer(page: Page) -> None:
    """Answer what the page asks: rightly, but a fill-in wrongly."""
    kind = page.get_by_role("heading", level=1).inner_text()
    main = page.get_by_role("main")
    if "填空" in kind:
        main.get_by_role("textbox").first.fill("尾座")
    elif "判断" in kind:
        main.get_by_role("radio", name="对").check()
    elif "多选" in kind:
        for letter in "AC":
            main.get_by_role("checkbox", name=re.compile(f"^{letter}")).check()
    else:
        main.get_by_role("radio", name=re.compile("^A")).check()


def _places(page: Page) -> int:
    return int(re.findall(r"\d+", page.get_by_role("heading", level=1).inner_text())[1])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_candidate_practises_on_a_phone(people: People, learner: Candidate, script: bool) -> None:  # noqa: FBT001  a case
    person = people.new(phone=True, script=script)
    person.login(learner.user.username, PASSWORD)
    page = person.open("/questions/self-test/")
    fits(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("数控车工")).first.click()
    fits(page)
    press(page, "开始，计时")
    fits(page)
    first = page.url
    _answer(page)
    press(page, "保存，下一题")
    # Gone and back, from the list: what was answered is there.
    page = person.open("/questions/self-test/")
    page.get_by_role("link", name=re.compile("继续")).click()
    expect(page.get_by_role("main")).to_contain_text("已答 1 /")
    page.goto(first)
    places = _places(page)
    for place in range(1, places + 1):
        _answer(page)
        fits(page)
        press(page, "保存，下一题" if place < places else "保存，检查交卷")
    expect(page.get_by_role("main")).to_contain_text("全部题目已作答")
    press(page, "交卷")
    fits(page)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_contain_text("结果")
    expect(main).to_contain_text("练习用的解析")
    page.get_by_role("link", name="练习错题").first.click()
    expect(main).to_contain_text("只抽上次答错的题")
