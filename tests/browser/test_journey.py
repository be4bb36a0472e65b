"""One batch from plan to looked-up certificate, by station, management, centre, candidates and a visitor."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.browser.certifying import look_up, pdf_text
from tests.browser.conftest import People, Person
from tests.browser.enrolling import enrol, press, register, stamp
from tests.factories import exam, fees, personal_forms
from tests.factories.people import PASSWORD, document_number
from workflow.audit import verify

APPLICATION_DAY = "2026-06-01"
EXAM_DAY = "2026-09-01"
THEORY = "[name^=theory_]:not([type=checkbox])"
PRACTICAL = "[name^=practical_]:not([type=checkbox])"
EXAMINERS = ("考评员甲", "考评员乙", "考评员丙")
ENROLMENT_DAY = "2026-08-21"


@dataclass(frozen=True)
class Entrant:
    """A candidate of the journey, with the scores that are waiting."""

    name: str
    login: str
    number: str
    theory: str
    practical: str
    grade: str


ENTRANTS = (
    Entrant("李雷", "lilei2026", document_number(serial=501), "92", "85.5", "良好"),
    Entrant("𠮷野·爱", "yoshino2026", document_number(serial=503), "60", "60", "合格"),
    Entrant("韩梅梅", "hanmeimei2026", document_number(serial=505), "59.5", "88", "不合格"),
)


@pytest.fixture
def journey_station(station: Station, management_user: User) -> Station:
    """A station with scope and a panel, and certificates free of charge; all else is done in the browser."""
    fees.free(management_user)
    turning = exam.trade()
    exam.scope(station, turning)
    personal_forms.eligibility_rules(2026)
    for name in EXAMINERS:
        exam.examiner(station, name, turning)
    return station


def _confirm(page: Page, act: str) -> None:
    """Press a case's button, then the same button of the page that says what it does."""
    page.get_by_role("link", name=act, exact=True).first.click()
    press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _case(person: Person, listing: str, name: str) -> Page:
    """Open a case from its list."""
    page = person.open(listing)
    page.get_by_role("link", name=name).first.click()
    return page


def _refused(page: Page, clause: str) -> None:
    expect(page.get_by_role("alert").first).to_contain_text(f"服务指南 {clause}")


def _plan(at_station: Person, at_management: Person) -> None:
    """A hundred people are one too many for an item; what was typed stays."""
    page = at_station.open("/batches/plans/new/")
    page.locator("[name=year]").select_option("2026")
    press(page, "开始编制")
    page.get_by_role("link", name="2026 年度计划").first.click()
    page.get_by_role("link", name="添加一条").first.click()
    page.locator("[name=offer]").select_option(label="数控车工 四级/中级工")
    page.locator("[name=headcount]").fill("100")
    page.locator("[name=month]").select_option("9")
    press(page, "添加")
    _refused(page, "4.5.1-1")
    expect(page.locator("[name=headcount]")).to_have_value("100")
    page.locator("[name=headcount]").fill("30")
    press(page, "添加")
    _confirm(page, "提交年度计划")
    _confirm(_case(at_management, "/batches/plans/", "2026 年度计划"), "批准年度计划")


def _batch(at_station: Person, at_management: Person) -> str:
    """Apply for the batch, for a day too early at first, and have it approved; return its number."""
    page = at_station.open("/batches/new/")
    page.get_by_role("radio", name="在读学生").check()
    page.locator("[name=exam_date]").fill("2026-06-30")
    page.locator("[name=place]").fill("实训楼 101")
    press(page, "保存并选用计划项")
    _refused(page, "4.5.1-2")
    expect(page.locator("[name=place]")).to_have_value("实训楼 101")
    page.locator("[name=exam_date]").fill(EXAM_DAY)
    press(page, "保存并选用计划项")
    page.get_by_role("link", name="增加", exact=True).first.click()
    page.get_by_role("radio", name=re.compile("数控车工")).check()
    press(page, "下一步：选择考评组")
    page.get_by_role("radio", name=re.compile(EXAMINERS[0])).check()
    for name in EXAMINERS:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("[name=avoidance_declared]").check()
    press(page, "增加到批次")
    expect(page.get_by_role("main")).to_contain_text("2026-08-21 24:00")
    _confirm(page, "提交批次申请")
    number = re.search(r"\d{8}-2026-\d{3}", page.get_by_role("heading", level=1).inner_text())
    assert number
    _confirm(_case(at_management, "/batches/", number.group()), "批准批次")
    return number.group()


def _candidate(person: Person, entrant: Entrant, folder: Path) -> None:
    """Register, enrol, keep the personal form in both formats, and hand it in with its stamp."""
    register(person, name=entrant.name, login=entrant.login, number=entrant.number)
    enrol(person, folder)
    person.download("PDF", folder)
    person.download("Word", folder)
    stamp(person.page, folder)


def _review(at_station: Person, batch: str, folder: Path) -> None:
    """Accept everybody, keep the roster in both formats, and hand it in."""
    page = _case(at_station, "/batches/", batch)
    batch_page = page.url
    for entrant in ENTRANTS:
        page.goto(batch_page)
        page.get_by_role("link", name="查看报名与花名册").click()
        page.get_by_role("row").filter(has_text=entrant.name).get_by_role("link").first.click()
        press(page, "审核通过")
    page.goto(batch_page)
    page.get_by_role("link", name="查看报名与花名册").click()
    at_station.download("Excel", folder)
    at_station.download("PDF", folder)
    page.goto(batch_page)
    _confirm(page, "提交花名册")


def _scores(at_station: Person, at_management: Person, batch: str) -> None:
    """Enter the scores, a wrong one first; the grades follow by themselves."""
    page = _case(at_station, "/batches/", batch)
    page.get_by_role("link", name="登记成绩").first.click()
    for entrant in ENTRANTS:
        row = page.get_by_role("row").filter(has_text=entrant.name)
        row.locator(THEORY).fill(entrant.theory)
        row.locator(PRACTICAL).fill(entrant.practical)
    page.locator(THEORY).first.fill("101")
    press(page, "保存成绩")
    expect(page.get_by_role("alert").first).to_contain_text(ENTRANTS[0].name)
    page.locator(THEORY).first.fill(ENTRANTS[0].theory)
    press(page, "保存成绩")
    for entrant in ENTRANTS:
        expect(page.get_by_role("row").filter(has_text=entrant.name)).to_contain_text(entrant.grade)
    # What else results need is the exam day's journey.
    exam.ready(Batch.objects.get(number=batch))
    _confirm(_case(at_station, "/batches/", batch), "提交成绩")
    _confirm(_case(at_management, "/batches/", batch), "审核通过成绩")


def _export(person: Person, batch: str, button: str, folder: Path) -> Path:
    """Start an export from the batch's certificates, and fetch its result from the job's page."""
    page = _case(person, "/batches/", batch)
    page.goto(re.sub(r".*/batches/", "/certificates/batch/", page.url))
    press(page, button)
    return person.download("下载", folder)


def _docx_text(file: Path) -> set[str]:
    return {cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells}


def _sheet(file: Path) -> list[list[object]]:
    sheet = load_workbook(file).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _rows_by_name(rows: list[list[object]]) -> dict[object, dict[object, object]]:
    """Return a list's rows by the person's name, each with its headings."""
    heads = next(row for row in rows if "姓名" in row)
    people = rows[rows.index(heads) + 1 :]
    return {row[heads.index("姓名")]: dict(zip(heads, row, strict=True)) for row in people}


def _check_personal_form(folder: Path, entrant: Entrant) -> None:
    pdf, docx = (next(folder.glob(f"*{entrant.name}*.{kind}")) for kind in ("pdf", "docx"))
    printed = pdf_text(pdf)
    facts = (entrant.name, entrant.number, "练习职业技术学校", "数控技术应用", "13900000000")
    assert "机械行业职业能力水平评价个人申报表" in printed
    for fact in facts:
        assert fact in printed, fact
    assert set(facts) <= _docx_text(docx)


def _check_qualified_roster(file: Path, numbers: dict[str, str]) -> None:
    """F4 holds those who passed in the order in which they enrolled, numbers as text, scores as numbers."""
    people = _rows_by_name(_sheet(file))
    passed = [entrant for entrant in ENTRANTS if entrant.grade != "不合格"]
    listed = [name for name in people if name in {entrant.name for entrant in ENTRANTS}]
    assert listed == [entrant.name for entrant in passed]
    for entrant in passed:
        row = people[entrant.name]
        assert row["证件号码"] == entrant.number
        assert (row["理论成绩"], row["实操成绩"]) == (float(entrant.theory), float(entrant.practical))
        assert (row["评定成绩"], row["证书编号"]) == (entrant.grade, numbers[entrant.name])
        assert (row["工种编码"], row["工种名称"], row["等级"]) == ("JX04-05-01-01", "数控车工", "四级/中级工")


def test_one_batch_from_plan_to_looked_up_certificate(
    people: People, journey_station: Station, management_user: User, centre_user: User, tmp_path: Path
) -> None:
    at_station, at_management, at_centre = people.new(), people.new(), people.new()
    at_station.open("/")
    at_station.set_day(APPLICATION_DAY)
    at_station.login(str(journey_station), PASSWORD)
    at_management.login(management_user.username, PASSWORD)
    at_centre.login(centre_user.username, PASSWORD)

    _plan(at_station, at_management)
    batch = _batch(at_station, at_management)
    at_station.set_day(ENROLMENT_DAY)
    for entrant in ENTRANTS:
        candidate = people.new(phone=True)
        _candidate(candidate, entrant, tmp_path)
        _check_personal_form(tmp_path, entrant)
    _review(at_station, batch, tmp_path)
    at_station.set_day(EXAM_DAY)
    _scores(at_station, at_management, batch)
    _confirm(_case(at_centre, "/batches/", batch), "核发证书")

    first, second, failed = ENTRANTS
    numbers = {first.name: "2649284901400001", second.name: "2649284901400002"}
    _check_qualified_roster(_export(at_station, batch, "导出合格人员名册（Excel）", tmp_path), numbers)
    printed = pdf_text(_export(at_management, batch, "打印全部证书（PDF）", tmp_path))
    for entrant in (first, second):
        assert all(fact in printed for fact in (entrant.name, entrant.number, numbers[entrant.name]))
    assert failed.name not in printed

    visitor = people.new(phone=True, script=False)
    page = look_up(visitor, name=second.name, document_number=second.number.lower())
    expect(page.get_by_role("main")).to_contain_text("2649********0002")
    page = look_up(visitor, name=first.name, number=numbers[first.name])
    expect(page.get_by_role("main")).to_contain_text("有效")
    expect(page.get_by_role("main")).not_to_contain_text(first.number)
    for miss in (
        {"name": failed.name, "document_number": failed.number},
        {"name": failed.name, "number": numbers[first.name]},
    ):
        expect(look_up(visitor, **miss).get_by_role("main")).to_contain_text("没有查到相符的证书")
    assert verify() == []
