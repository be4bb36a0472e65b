"""From the roster to published results: station, second person, panel, supervisor, management, candidate."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from exams.models import DATED, REQUIRED_EVIDENCE, EvidenceKind
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.browser.enrolling import fits, press
from tests.documents.pdfs import pages, written
from tests.factories import evaluation, results, supervision_reports
from tests.factories import people as fictitious
from tests.factories.exam_photos import photo
from tests.factories.people import PASSWORD
from workflow.audit import verify

SEATED, EXAM, AFTER = "2026-08-29", "2026-09-01", "2026-09-02"
NAMES = ("李雷", "韩梅梅", "孙小满")
SCORES = {"李雷": ("92", "85.5"), "韩梅梅": ("60", "59.5"), "孙小满": ("", "")}


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    """A batch of three whose roster is in."""
    return results.roster_batch(station, management_user, *NAMES)


def _at(people: People, user: User, *, phone: bool = False) -> Person:
    person = people.new(phone=phone)
    page = person.login(user.username, PASSWORD)
    expect(page.get_by_role("main")).to_be_visible()
    return person


def _move(page: Page, act: str) -> None:
    page.get_by_role("main").get_by_role("link", name=act, exact=True).first.click()
    press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _room(at_station: Person, name: str, kind: str) -> None:
    page = at_station.open("/exams/rooms/new/")
    page.locator("[name=name]").fill(name)
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=capacity]").fill("20")
    page.get_by_role("main").locator("button[type=submit]").first.click()
    expect(page.get_by_role("main")).to_contain_text(name)


def _seat(at_station: Person, batch: Batch) -> None:
    """A room and a session for each paper, everybody seated, and told."""
    _room(at_station, "第一考场", "theory")
    _room(at_station, "数控车间", "practical")
    address = f"/exams/batch/{batch.pk}/seating/"
    for kind, label, starts in (("theory", "理论", "09:00"), ("practical", "实操", "13:30")):
        page = at_station.open(address)
        page.get_by_role("link", name=f"添加{label}场次").click()
        page.locator("[name=starts]").fill(starts)
        page.locator("[name=minutes]").fill("90")
        page.locator("[name^=room_]").first.check()
        page.locator("[name^=invigilators_]").first.fill("监考甲、监考乙")
        page.get_by_role("main").locator("button[type=submit]").first.click()
        page.goto(address)
        press(page, f"自动安排{label}座位")
        expect(page.locator(f"#{kind}-heading")).to_contain_text("3 / 3 人")
    press(page, "发布考场安排")
    expect(page.get_by_role("main")).to_contain_text("发布")


def _ticket(people: People, batch: Batch, folder: Path) -> None:
    """A candidate sees the seat on a phone and keeps the ticket."""
    enrolment = batch.enrolments.earliest("sequence")
    person = _at(people, enrolment.candidate.user, phone=True)
    page = person.open("/candidates/mine/")
    fits(page)
    expect(page.get_by_role("main")).to_contain_text("第一考场")
    with page.expect_download() as waiting:
        page.get_by_role("main").locator(f"a[href*='/exams/batch/{batch.pk}/ticket/']").first.click()
    saved = folder / "ticket.pdf"
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")


def _attend(at_station: Person, batch: Batch) -> None:
    """One is absent from both papers, the others are there by one button."""
    absent = batch.enrolments.get(candidate__name=NAMES[2])
    for kind in ("theory", "practical"):
        page = at_station.open(f"/exams/batch/{batch.pk}/attendance/{kind}/")
        page.locator(f"label[for=state_{absent.pk}_absent]").click()
        press(page, "其余全部到考并保存")
        expect(page.get_by_role("main")).to_contain_text("实考")
        fits(page)


def _score(at_station: Person, batch: Batch) -> None:
    page = at_station.open(f"/exams/batch/{batch.pk}/scores/")
    for name, (theory, practical) in SCORES.items():
        row = page.get_by_role("row").filter(has_text=name)
        if theory:
            row.locator("[name^=theory_]:not([type=checkbox])").fill(theory)
            row.locator("[name^=practical_]:not([type=checkbox])").fill(practical)
    press(page, "保存成绩")
    expect(page.get_by_role("row").filter(has_text=NAMES[0])).to_contain_text("良好")
    expect(page.get_by_role("row").filter(has_text=NAMES[2])).to_contain_text("未考全")


def _confirm(at_checker: Person, at_station: Person, item: int) -> None:
    """Who entered the scores can't confirm them; the second person can."""
    page = at_station.open(f"/exams/items/{item}/confirm/")
    expect(page.get_by_role("button", name="复核无误")).to_have_count(0)
    page = at_checker.open(f"/exams/items/{item}/confirm/")
    press(page, "复核无误")
    expect(page.get_by_role("main")).to_contain_text("贾复核")


def _prove(at_station: Person, batch: Batch) -> None:
    """A photograph of another day is refused; then one of each kind arrives."""
    page = at_station.open(f"/exams/batch/{batch.pk}/evidence/")
    wrong = photo(results.exam_noon(batch, -1).date())
    _send(page, EvidenceKind.THEORY_ROOM, "昨天.jpg", "image/jpeg", wrong)
    expect(page.get_by_role("alert").first).to_contain_text("2026-08-31")
    for number, kind in enumerate(REQUIRED_EVIDENCE):
        if kind in DATED:
            _send(page, kind, f"{kind}.jpg", "image/jpeg", photo(batch.exam_date, shade=number))
        else:
            _send(page, kind, f"{kind}.pdf", "application/pdf", written(pages(number + 1)))
        expect(page.locator(f"#{kind}")).to_contain_text("1 份")
    fits(page)


def _send(page: Page, kind: EvidenceKind, name: str, mime: str, content: bytes) -> None:
    slot = page.locator(f"#{kind}")
    slot.locator("summary").first.click() if slot.get_attribute("open") is None else None
    slot.locator("input[type=file]").set_input_files(
        files=[FilePayload(name=name, mimeType=mime, buffer=content)]
    )
    slot.get_by_role("button", name=re.compile("^上传")).click()
    page.wait_for_load_state()


def _report(at_leader: Person, item: int) -> str:
    """The leader writes and issues; return the report's address."""
    page = at_leader.open("/home/")
    page.get_by_role("main").get_by_role("link", name=re.compile("填写评价报告")).click()
    page.get_by_role("main").locator("button[type=submit]").first.click()
    for box in page.locator("textarea").all():
        box.fill("情况正常，无异常。")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    _move(page, "签发")
    return page.url


def _position(at_examiner: Person, stance: str, text: str = "") -> None:
    page = at_examiner.open("/home/")
    page.get_by_role("main").get_by_role("link", name=re.compile("对评价报告表态")).click()
    page.get_by_role("main").get_by_role("link", name="表态", exact=True).click()
    fits(page)
    page.get_by_role("radio", name=re.compile(f"^{stance}")).check()
    page.locator("[name=text]").fill(text)
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    expect(page.get_by_role("main")).to_contain_text(stance)


def _answer(at_leader: Person) -> None:
    page = at_leader.open("/home/")
    page.get_by_role("main").get_by_role("link", name=re.compile("答复反对意见")).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("答复")).first.click()
    page.locator("[name=text]").fill("已重新核对评分表，评分标准执行一致。")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已确认")


def _supervise(at_supervisor: Person) -> None:
    """The supervisor fills the checklist in on a phone and hands it in."""
    page = at_supervisor.open("/home/")
    page.get_by_role("main").get_by_role("link", name=re.compile("填写督导报告")).click()
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    fits(page)
    for answer in page.locator("input[type=radio][name^=a_][value=yes]").all():
        answer.check()
    page.locator("input[name=conclusion][value=passed]").check()
    press(page, "保存，去核对提交")
    fits(page)
    _move(page, "提交督导报告")


def test_an_exam_from_its_seats_to_published_results(
    people: People, station: Station, management_user: User, batch: Batch, tmp_path: Path
) -> None:
    checker = fictitious.user("贾复核", Role.STATION, station.organisation, person_name="贾复核")
    item = batch.items.get()
    leader, opponent, third = evaluation.logins(item)
    supervisor = supervision_reports.with_login(management_user)
    supervision_reports.sent(batch, supervisor, management_user)
    assert supervisor.user

    at_station = people.new()
    at_station.open("/")
    at_station.set_day(SEATED)
    at_station.login(station.organisation.users.earliest("pk").username, PASSWORD)
    _seat(at_station, batch)
    _ticket(people, batch, tmp_path)

    at_station.set_day(EXAM)
    _attend(at_station, batch)
    _score(at_station, batch)
    page = at_station.open(f"/exams/batch/{batch.pk}/readiness/")
    expect(page.get_by_role("main")).to_contain_text("评价报告")
    expect(page.get_by_role("link", name="提交成绩", exact=True)).to_have_count(0)
    _confirm(_at(people, checker), at_station, item.pk)
    _prove(at_station, batch)
    at_leader = _at(people, leader, phone=True)
    report = _report(at_leader, item.pk)
    _position(_at(people, opponent, phone=True), "反对", "三号工位评分与标准不符。")
    _position(_at(people, third, phone=True), "确认")
    _answer(at_leader)
    _supervise(_at(people, supervisor.user, phone=True))
    at_management = _at(people, management_user)
    page = at_management.open("/home/")
    page.get_by_role("main").get_by_role("link", name=re.compile("处理督导报告")).click()
    page.get_by_role("main").locator("table a").first.click()
    _move(page, "办结")

    at_station.set_day(AFTER)
    page = at_station.open(f"/exams/batch/{batch.pk}/readiness/")
    _move(page, "提交成绩")
    page = at_management.open(f"/exams/batch/{batch.pk}/readiness/")
    _move(page, "审核通过成绩")
    page = at_management.open(re.sub(r"^https?://[^/]+", "", report))
    expect(page.get_by_role("main")).to_contain_text("三号工位评分与标准不符。")
    at_candidate = _at(people, batch.enrolments.earliest("sequence").candidate.user, phone=True)
    expect(at_candidate.open("/candidates/mine/").get_by_role("main")).to_contain_text("良好")
    assert verify() == []
