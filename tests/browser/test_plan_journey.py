"""Plans and batches of both schemes, from the grid to a cancelled exam, by everybody who has a part in it."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch
from scope_catalog.models import Trade
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.factories import exam
from tests.factories import people as fictitious
from tests.factories.people import PASSWORD
from workflow.audit import verify

APPLICATION_DAY, EXAM_DAY, LATER_DAY = "2026-06-01", "2026-09-01", "2026-09-08"
EXAMINERS = ("考评员甲", "考评员乙", "考评员丙")
VEHICLES = "机动车检测工"


@pytest.fixture
def vehicles() -> Trade:
    return exam.skill_level_trade()


@pytest.fixture
def journey_station(station: Station, vehicles: Trade) -> Station:
    """A station with scope in both schemes, and three examiners for each trade."""
    turning = exam.trade()
    for granted in (turning, vehicles):
        exam.scope(station, granted)
    for name in EXAMINERS:
        exam.examiner(station, name, turning, vehicles)
    return station


def _press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def _confirm(page: Page, act: str) -> None:
    """Press a case's button, then the same button of the page that says what it does."""
    page.get_by_role("link", name=act, exact=True).first.click()
    _press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _says(page: Page, *words: str) -> None:
    for word in words:
        expect(page.get_by_role("main")).to_contain_text(word)


def _plan(at_station: Person) -> None:
    """A hundred and fifty people are too many for a line: one button makes two of them."""
    page = at_station.open("/batches/plans/new/")
    page.locator("[name=year]").select_option("2026")
    _press(page, "开始编制")
    lines = (("数控车工 四级/中级工", "150"), (f"{VEHICLES} 四级/中级工", "30"))
    for number, (offer, people_planned) in enumerate(lines):
        page.locator(f"[name=items-{number}-offer]").select_option(label=offer)
        page.locator(f"[name=items-{number}-headcount]").fill(people_planned)
        page.locator(f"[name=items-{number}-month]").select_option("9")
    page.get_by_role("main").get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_role("alert").first).to_contain_text("服务指南 4.5.1-1")
    expect(page.locator("[name=items-0-headcount]")).to_have_value("150")
    _press(page, "按 99 人拆分并保存")
    _says(page, "99 人", "51 人", "30 人", "共 3 条")
    _confirm(page, "提交年度计划")


def _approve_plans(at_management: Person) -> None:
    page = at_management.open("/batches/plans/?status=submitted")
    page.get_by_role("checkbox").first.check()
    _press(page, "批量批准")
    _says(page, "可以批准 1 份")
    page.get_by_label("意见").fill("同意，请按计划组织。")
    _press(page, "确认批准 1 份")
    _says(page, "已批准 1 份")


def _begin_batch(at_station: Person, scheme: str) -> Page:
    page = at_station.open("/batches/new/")
    page.locator("[name=scheme]").select_option(scheme)
    page.get_by_role("radio", name="在读学生").check()
    page.locator("[name=exam_date]").fill(EXAM_DAY)
    page.locator("[name=place]").fill("实训楼 101")
    _press(page, "保存并选用计划项")
    return page


def _add_item(page: Page, offer: str) -> None:
    """Choose a plan item and who sits; the same clicks whether the form opens in the page or as one."""
    page.get_by_role("link", name="增加", exact=True).click()
    page.get_by_role("radio", name=offer).first.check()
    _press(page, "下一步：选择考评组")
    page.get_by_role("radio", name=re.compile(EXAMINERS[0])).check()
    for name in EXAMINERS:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("[name=avoidance_declared]").check()
    _press(page, "增加到批次")


def _number(page: Page) -> str:
    found = re.search(r"\d{8}-2026-\d{3}", page.get_by_role("heading", level=1).inner_text())
    assert found
    return found.group()


def _apply(at_station: Person) -> str:
    """Two lines in one batch, without leaving the page; what is missing is said before it is tried."""
    page = _begin_batch(at_station, "ability")
    own = page.url
    _says(page, "提交前核对", "还没有选用计划项")
    for offer in ("数控车工 四级/中级工 99 人", "数控车工 四级/中级工 51 人"):
        _add_item(page, offer)
        expect(page.get_by_role("row").filter(has_text=offer.split()[-2])).to_be_visible()
        assert page.url == own
    _says(page, "各项均已核对，可以提交")
    _confirm(page, "提交批次申请")
    return _number(page)


def _return_and_mend(at_management: Person, at_station: Person, number: str) -> None:
    """Two reasons at once go back; what was mended stands before the approver."""
    page = _batch(at_management, number)
    page.get_by_role("link", name="退回批次申请").click()
    page.locator("[name=when_and_where]").fill("请写明实操车间。")
    page.locator("[name=other]").fill("请补充联系人。")
    _press(page, "退回批次申请")
    page = _batch(at_station, number)
    _says(page, "请写明实操车间。", "请补充联系人。")
    page.get_by_role("link", name="修改批次申请").click()
    page.locator("[name=place]").fill("实训楼 101，实操车间 3 号")
    _press(page, "保存")
    _confirm(page, "提交批次申请")
    page = _batch(at_management, number)
    _says(page, "退回后修改的内容", "实操车间 3 号")


def _batch(person: Person, number: str) -> Page:
    page = person.open(f"/batches/?q={number}")
    page.get_by_role("link", name=number).first.click()
    return page


def _approval_table(person: Person, folder: Path, *words: str) -> None:
    pdf = person.download("下载 PDF", folder)
    text = subprocess.run(  # noqa: S603  # a tool of the test machine on a file of the test
        ["pdftotext", "-layout", str(pdf), "-"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for word in words:
        assert word in text, word


def _move_the_exam(at_station: Person, at_management: Person, number: str) -> None:
    """Once, and the second time the first one's dates say why not."""
    page = _batch(at_station, number)
    page.get_by_role("link", name="申请调整考试日期").click()
    page.locator("[name=new_date]").fill("2026-06-11")
    page.locator("[name=reason]").fill("考场检修")
    _press(page, "提交申请")
    expect(page.get_by_role("alert").first).to_contain_text("服务指南 4.5.1-6")
    page.locator("[name=new_date]").fill(LATER_DAY)
    _press(page, "提交申请")
    page = at_management.open("/batches/date-changes/")
    page.get_by_role("main").get_by_role("link", name=re.compile(number)).first.click()
    _confirm(page, "批准调整")
    page = _batch(at_station, number)
    _says(page, "2026-08-28 24:00", f"由 {EXAM_DAY}")
    expect(page.get_by_role("link", name="申请调整考试日期")).to_have_count(0)


def _route(at_station: Person, at_branch: Person, at_management: Person) -> str:
    """skill_level, without a script: the branch first, then management."""
    page = _begin_batch(at_station, "skill_level")
    _add_item(page, VEHICLES)
    _confirm(page, "提交批次申请")
    number = _number(page)
    _says(page, "练习江苏分支机构")
    page = _batch(at_management, number)
    _says(page, "先由练习江苏分支机构审核")
    expect(page.get_by_role("link", name="批准批次")).to_have_count(0)
    page = at_branch.open("/batches/waiting/")
    page.get_by_role("main").get_by_role("link", name=re.compile(number)).first.click()
    _confirm(page, "同意并报管理站")
    _confirm(_batch(at_management, number), "批准批次")
    return number


def test_plans_and_batches_of_both_schemes(
    people: People,
    journey_station: Station,
    management_user: User,
    branch_user: User,
    tmp_path: Path,
) -> None:
    at_station, at_management, at_branch = people.new(), people.new(), people.new()
    plain = people.new(script=False)
    at_station.open("/")
    at_station.set_day(APPLICATION_DAY)
    for person, login in (
        (at_station, str(journey_station)),
        (plain, str(journey_station)),
        (at_management, management_user.username),
        (at_branch, branch_user.username),
    ):
        person.login(login, PASSWORD)

    _plan(at_station)
    _approve_plans(at_management)
    number = _apply(at_station)
    _return_and_mend(at_management, at_station, number)
    _confirm(_batch(at_management, number), "批准批次")
    _approval_table(at_station, tmp_path, number, *EXAMINERS, "实操车间 3 号")

    batch = Batch.objects.get(number=number)
    candidate = fictitious.candidate("李雷")
    candidate.user.email = "lilei@example.invalid"
    candidate.user.save(update_fields=["email"])
    exam.accepted_enrolment(batch.items.earliest("pk"), candidate, at=exam.noon(date(2026, 6, 1)))
    _move_the_exam(at_station, at_management, number)
    phone = people.new(phone=True)
    phone.login(candidate.user.username, PASSWORD)
    _says(phone.open("/candidates/mine/"), LATER_DAY, "考场检修")

    page = at_station.open("/batches/calendar/?month=2026-09")
    expect(page.get_by_role("listitem").filter(has_text="9 月 8 日")).to_contain_text("数控车工")
    page = at_station.open("/batches/calendar/what-if/?exam_date=2026-06-30")
    _says(page, "不足 30 天")

    skill_level = _route(plain, at_branch, at_management)
    page = _batch(at_management, number)
    page.get_by_role("link", name="取消批次", exact=True).first.click()
    page.locator("[name=reason]").fill("报名人数不足。")
    _press(page, "取消批次")
    _says(phone.open("/candidates/mine/"), "报名人数不足。")
    subjects = [sent.subject for sent in mail.outbox if sent.to == ["lilei@example.invalid"]]
    assert subjects == ["报名审核结果通知", "考试日期调整通知", "批次取消通知"]

    page = at_station.open("/batches/plans/")
    page.get_by_role("main").get_by_role("link", name="2026 年度计划").first.click()
    _says(page, number, skill_level)
    assert verify() == []
