"""From a workbook of questions to a paper in the station's hands, and back to whose copy it was."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from exams.models import PaperCopy
from question_bank.kinds import QuestionKind
from stations.access import main_login
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.browser.enrolling import press
from tests.factories import exam, question_books
from tests.factories import people as fictitious
from tests.factories.people import PASSWORD
from workflow.audit import verify

PREPARING, OPENS, DAY_BEFORE, AFTER = "2026-08-03", "2026-08-22", "2026-08-21", "2026-09-02"
TRADE = "数控车工"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def author(station: Station) -> User:
    return fictitious.user("贾命题", Role.STATION, station.organisation)


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    """An approved batch with one person on its roster, of a trade within the station's scope."""
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user, {"month": 9})
    return exam.approved_batch(station, management_user, plan.items.get())


def _import(at_author: Person) -> None:
    """Twelve questions of two kinds arrive as one workbook, and are handed in with it."""
    rows = {
        kind.value: [question_books.row(kind, 知识点="切削用量") for _ in range(6)]
        for kind in (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE)
    }
    page = at_author.open("/questions/import/")
    page.get_by_role("radio", name="考试题库").check()
    _choose_subject(page)
    sent = FilePayload(name="试题.xlsx", mimeType=XLSX, buffer=question_books.book(**rows))
    page.locator("input[type=file]").set_input_files(files=[sent])
    press(page, "上传并检查")
    expect(page.get_by_role("main")).to_contain_text("可导入 12 题")
    page.get_by_label(re.compile("提交复核")).check()
    press(page, "确认导入 12 题")


def _choose_subject(page: Page) -> None:
    trade = page.locator("[name=trade]")
    trade.select_option(label=trade.locator("option", has_text=TRADE).first.inner_text())
    page.locator("[name=level]").select_option("4")


def _pass_questions(at_station: Person) -> None:
    page = at_station.open("/questions/review/")
    for box in page.get_by_role("checkbox", name="已核对，通过").all():
        box.check()
    press(page, "通过所选试题")
    expect(page.get_by_role("main")).to_contain_text("已通过 12 题")


def _blueprint(at_author: Person) -> None:
    page = at_author.open("/questions/blueprints/new/")
    _choose_subject(page)
    page.locator("[name=name]").fill("期末方案")
    page.locator("[name=minutes]").fill("60")
    page.locator("[data-add-row=kinds]").click()
    for number, kind in enumerate(("single", "true_false")):
        page.locator(f"[name=kinds-{number}-kind]").select_option(kind)
        page.locator(f"[name=kinds-{number}-count]").fill("5")
        page.locator(f"[name=kinds-{number}-points]").fill("10")
    page.get_by_role("main").get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("期末方案")


def _compose(at_author: Person, batch: Batch) -> str:
    """In one step from the batch: a paper by the blueprint, put to its trade."""
    page = at_author.open(f"/questions/papers/items/{batch.items.get().pk}/theory/")
    section = page.locator("#way-compose")
    section.locator("[name=compose-blueprint]").select_option(label="期末方案")
    section.get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("10 题，100 分")
    _confirm(page, "提交复核")
    return page.url


def _confirm(page: Page, act: str) -> None:
    page.get_by_role("main").get_by_role("link", name=act, exact=True).first.click()
    press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _check_and_seal(at_station: Person, address: str, folder: Path) -> None:
    """The second person reads it as it will be printed; once it is sealed nobody reads it here any more."""
    page = at_station.open(address)
    preview = at_station.download("答案与评分说明（A卷）", folder)
    assert "预览" in PdfReader(preview).pages[0].extract_text()
    _confirm(page, "复核通过")
    _confirm(page, "封存")
    expect(page.get_by_role("main")).to_contain_text("平台上不能再查看")
    expect(page.get_by_role("main").get_by_text("练习题")).to_have_count(0)


def _name_keeper(at_station: Person) -> None:
    page = at_station.open("/exams/papers/keepers/")
    page.get_by_role("checkbox", name=re.compile("贾命题")).check()
    page.get_by_role("main").get_by_role("button").last.click()


def _sign(page: Page, password: str) -> None:
    page.locator("main [name=password]").fill(password)
    press(page, "签收")


def test_a_paper_is_made_sealed_signed_for_and_traced(
    people: People, batch: Batch, author: User, station: Station, tmp_path: Path
) -> None:
    main = main_login(station)
    assert main
    at_author, at_station = people.new(), people.new()
    at_author.login(author.username, PASSWORD)
    at_station.login(main.username, PASSWORD)
    at_author.set_day(PREPARING)
    _import(at_author)
    _pass_questions(at_station)
    _blueprint(at_author)
    address = _compose(at_author, batch)
    _check_and_seal(at_station, address, tmp_path)
    _name_keeper(at_station)
    exam.with_roster(batch, "李雷")

    use = batch.items.get().papers.get()
    at_author.set_day(DAY_BEFORE)
    page = at_author.open(f"/exams/papers/{use.pk}/")
    expect(page.get_by_role("main")).to_contain_text("2026-08-22 00:00")
    expect(page.get_by_role("button", name="签收", exact=True)).to_have_count(0)
    at_author.set_day(OPENS)
    page = at_author.open(f"/exams/papers/{use.pk}/")
    _sign(page, "不是这个密码")
    expect(page.get_by_role("main")).to_contain_text("密码")
    _sign(page, PASSWORD)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="A4").first.click()
    copy = PaperCopy.objects.get()
    pages = PdfReader(BytesIO(Path(waiting.value.path()).read_bytes())).pages
    for one in pages:
        text = "".join(one.extract_text().split())
        assert all(
            word in text for word in (str(copy).replace(" ", ""), "贾命题", "".join(str(station).split()))
        )

    page = at_station.open("/exams/papers/trace/")
    page.locator("main [name=number]").fill(str(copy))
    press(page, "查询")
    expect(page.get_by_role("main")).to_contain_text("贾命题")
    at_author.set_day(AFTER)
    page = at_author.open(f"/exams/papers/{use.pk}/")
    expect(page.get_by_role("button", name=re.compile("A3"))).to_have_count(0)
    assert verify() == []
