"""A person becomes an examiner: put up, trained, checked, approved, and chosen for a panel."""

import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User
from examiners.models import Examiner
from scope_catalog.models import Trade
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.documents.reading import pdf_text
from tests.factories import exam, stations
from tests.factories.people import PASSWORD, document_number
from workflow.audit import verify

NAME = "周明远"
NUMBER = document_number(serial=701)
ANNOUNCED, TRAINED, DECIDED = "2026-05-01", "2026-05-22", "2026-05-25"
ANSWERS = {
    "education": "大学本科　机械设计制造",
    "department": "智能制造学院",
    "occupation": "教师　16 年",
    "title": "讲师",
    "address": "练习市示例路 1 号",
    "email": "zhou@example.com",
    "phone": "13900000002",
    "department_opinion": "同意推荐。",
    "department_head": "韩主任",
    "department_on": "2026-04-30",
}


@pytest.fixture
def journey_station(station: Station, management_user: User) -> tuple[Station, Trade]:
    """A station with an approved plan and two examiners: one too few for a panel."""
    turning = exam.trade()
    exam.scope(station, turning)
    for name in ("考评员甲", "考评员乙"):
        exam.examiner(station, name, turning)
    exam.approved_plan(station, management_user, {"trade": turning})
    return station, turning


def _press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def _move(page: Page, act: str, words: str) -> None:
    page.get_by_role("link", name=act, exact=True).first.click()
    _sign(page, act, words)


def _sign(page: Page, act: str, words: str) -> None:
    page.locator("[name=reason]").fill(words)
    _press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _open_training(at_management: Person) -> None:
    page = at_management.open("/examiners/trainings/new/")
    page.locator("[name=title]").fill("第一期考评员培训认证班")
    page.locator("[name=sought][value=examiner]").check()
    page.locator("[name=is_online]").first.check()
    page.locator("[name=place]").fill("练习市示例路 1 号报告厅")
    for name, day in (("starts_on", "2026-05-20"), ("ends_on", "2026-05-21"), ("enrol_until", "2026-05-15")):
        page.locator(f"[name={name}]").fill(day)
    page.locator("[name=capacity]").fill("30")
    _press(page, "开设")


def _put_up(at_station: Person, trade: Trade, folder: Path) -> str:
    """Fill F2 in, with a wrong digit and a title one step too low at first; return the page's address."""
    page = at_station.open("/examiners/applications/new/")
    page.locator("[name=subject][value=appointment], select[name=subject]").first.check()
    page.locator("[name=person_name]").fill(NAME)
    _press(page, "开始填写")
    address = re.sub(r"form/$", "", page.url)
    page.goto(f"{address}form/")
    page.locator("[name=document_number]").fill(NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))
    _press(page, "保存")
    expect(page.get_by_role("alert").first).to_contain_text("校验")
    page.locator("[name=document_number]").fill(NUMBER)
    for name, told in ANSWERS.items():
        page.locator(f"[name={name}]").fill(told)
    page.locator("[name=title_rank]").select_option("junior")
    page.locator("[name^=trade]").first.select_option(str(trade.pk))
    _press(page, "保存")
    expect(page).to_have_url(address)
    expect(page.get_by_role("main")).to_contain_text("服务指南 3.1.2")
    page.goto(f"{address}form/")
    page.locator("[name=title_rank]").select_option("intermediate")
    _press(page, "保存")
    expect(page).to_have_url(address)
    page.goto(f"{address}files/")
    for kind in ("photo", "title", "signed_form"):
        file = folder / (f"{kind}.jpg" if kind == "photo" else f"{kind}.pdf")
        file.write_bytes(exam.picture() if kind == "photo" else stations.small_pdf())
        slot = page.locator(f"section#{kind}")
        slot.locator("[name=file]").set_input_files(file)
        slot.get_by_role("button", name=re.compile("^上传")).click()
        expect(slot.locator(".badge.text-bg-success")).to_be_visible()
    return address


def _train(at_station: Person, at_management: Person) -> None:
    page = at_station.open("/examiners/trainings/")
    page.get_by_role("link", name="第一期考评员培训认证班").click()
    page.get_by_role("link", name=re.compile("^报名")).first.click()
    page.get_by_role("checkbox", name=re.compile(NAME)).check()
    _press(page, "报名")
    expect(page.get_by_role("main")).to_contain_text(NAME)
    at_management.open("/home/")
    at_management.set_day(TRAINED)
    page = at_management.open("/examiners/trainings/")
    page.get_by_role("link", name="第一期考评员培训认证班").click()
    page.get_by_role("link", name="登记培训结果").or_(page.get_by_role("link", name="登记结果")).first.click()
    page.locator("select[name^=result]").select_option("passed")
    _press(page, "保存结果")
    expect(page.get_by_role("status").first).to_be_visible()


def _panel(at_station: Person) -> None:
    """Three of three: with the new examiner the panel is complete."""
    page = at_station.open("/batches/new/")
    page.get_by_role("radio", name="在读学生").check()
    page.locator("[name=exam_date]").fill("2026-09-01")
    page.locator("[name=place]").fill("实训楼 101")
    _press(page, "保存并选用计划项")
    page.get_by_role("link", name="增加工种").first.click()
    page.get_by_role("radio", name=re.compile("数控车工")).check()
    _press(page, "下一步：选择考评组")
    page.get_by_role("radio", name=re.compile(NAME)).check()
    for name in ("考评员甲", "考评员乙", NAME):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("[name=avoidance_declared]").check()
    _press(page, "增加到批次")
    page.get_by_role("link", name="提交批次申请", exact=True).first.click()
    _press(page, "提交批次申请")
    expect(page.get_by_role("status").filter(has_text="已提交批次申请")).to_be_visible()


def _own_login(newcomer: Person, at_station: Person, examiner: Examiner) -> None:
    page = at_station.open(f"{examiner.get_absolute_url()}invite/")
    page.get_by_role("main").get_by_role("button").last.click()
    link = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert link
    page = newcomer.page
    page.goto(link[0])
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").last.click()
    login = User.objects.get(examiner=examiner)
    newcomer.login(login.username, PASSWORD)
    expect(newcomer.open("/examiners/own/").get_by_role("main")).to_contain_text("数控车工")


def test_a_person_becomes_an_examiner_and_sits_on_a_panel(
    people: People,
    journey_station: tuple[Station, Trade],
    station_user: User,
    management_user: User,
    centre_user: User,
    tmp_path: Path,
) -> None:
    station, turning = journey_station
    at_station, at_management, at_centre = people.new(), people.new(), people.new()
    at_management.login(management_user.username, PASSWORD)
    at_management.set_day(ANNOUNCED)
    at_station.login(station_user.username, PASSWORD)
    at_centre.login(centre_user.username, PASSWORD)

    _open_training(at_management)
    address = _put_up(at_station, turning, tmp_path)
    _train(at_station, at_management)
    page = at_station.page
    page.goto(address)
    page.get_by_role("link", name="核对并提交").click()
    _sign(page, "提交申报", "业务能力符合条件，同意推荐。")
    at_management.open("/home/")
    at_management.set_day(DECIDED)
    at_management.page.goto(address)
    _move(at_management.page, "核查通过", "材料属实，培训合格。")
    at_centre.page.goto(address)
    _move(at_centre.page, "批准", "同意聘任。")

    examiner = Examiner.objects.get(person_name=NAME)
    assert (examiner.station, list(examiner.trades.all())) == (station, [turning])
    assert (str(examiner.valid_from), str(examiner.valid_to)) == (DECIDED, "2029-05-24")
    paper = pdf_text(page.request.get(f"{address}form.pdf").body())
    for told in (NAME, NUMBER, "业务能力符合条件，同意推荐。", "同意聘任。"):
        assert told in paper
    _panel(at_station)
    _own_login(people.new(phone=True), at_station, examiner)
    assert verify() == []
