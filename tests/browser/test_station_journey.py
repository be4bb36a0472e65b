"""A school becomes a station: application, a return, approval, first login, another trade, annual review."""

import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.browser.conftest import People, Person
from tests.documents.reading import pdf_text
from tests.factories import exam, stations
from tests.factories.people import PASSWORD
from workflow.audit import verify

SCHOOL = "海滨机械职业学院"
MAILBOX = "haibin@example.com"
OPENED_ON = "2026-06-01"
REVIEW_DAY = "2027-01-10"
HOST = {
    "nature": "公办高等职业学校",
    "legal_representative": "周校长",
    "head": "周校长",
    "address": "海滨市示例路 1 号",
    "phone": "０５１９-80000000",
    "postcode": "２１３０００",
    "email": MAILBOX,
}
STAFF = (
    ("director", "吴站长"),
    ("deputy", "郑副站长"),
    ("manager", "王专管"),
    ("trainer", "冯实训"),
    ("examiner", "陈考评"),
    ("examiner", "褚考评"),
    ("examiner", "卫考评"),
)
RULES = tuple(f"rule_{number}" for number in range(1, 9))


def _press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def _move(page: Page, act: str, words: str) -> None:
    """Press a case's button and do it with an opinion."""
    page.get_by_role("link", name=act, exact=True).first.click()
    page.locator("[name=reason]").fill(words)
    _press(page, act)
    expect(page.get_by_role("status").filter(has_text=f"已{act}")).to_be_visible()


def _register(visitor: Person) -> None:
    page = visitor.open("/")
    page.get_by_role("link", name="申报考试站").click()
    page.locator("[name=name]").fill(SCHOOL)
    page.locator("[name=province]").select_option("江苏省")
    page.locator("[name=contact]").fill("钱联系")
    page.locator("[name=phone]").fill("0519-80000000")
    page.locator("[name=email]").fill(MAILBOX)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    _press(page, "发送确认邮件")
    link = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert link is not None
    page.goto(link[0])
    page.locator("[name=password]").fill(PASSWORD)
    _press(page, "确认邮箱并开户")


def _start(school: Person) -> None:
    page = school.login(SCHOOL, PASSWORD)
    page.get_by_role("link", name="填写建站申报").click()
    page.get_by_role("link", name="建站申报", exact=True).click()
    _press(page, "开始填写")


def _fill_in(school: Person, *, trades: tuple[Trade, ...]) -> None:
    page = school.page
    page.get_by_role("link", name="承建单位简况").click()
    for name, told in HOST.items():
        page.locator(f"[name={name}]").fill(told)
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存")
    page.reload()
    expect(page.locator("[name=postcode]")).to_have_value("213000")
    _press(page, "保存")
    page.get_by_role("link", name="场地").click()
    for name in ("office_area", "theory_area", "practical_area"):
        page.locator(f"[name={name}]").fill("120.5")
    _press(page, "保存")
    _people(page)
    _equipment(page)
    for trade in trades:
        _trade(page, trade)


def _people(page: Page) -> None:
    """Seven people in a table that begins with fewer rows: more are added without a page load."""
    page.get_by_role("link", name="人员配备").click()
    rows = page.locator("tbody[data-rows] tr")
    for number, (role, name) in enumerate(STAFF):
        if rows.count() <= number:
            page.get_by_role("button", name="增加人员").click()
        rows.nth(number).locator("select").select_option(role)
        rows.nth(number).locator("[name$=-name]").fill(name)
    _press(page, "保存")


def _equipment(page: Page) -> None:
    page.get_by_role("link", name="设备", exact=False).first.click()
    for block, name in (("training", "数控车床 CK6140"), ("testing", "外径千分尺")):
        row = page.locator(f"tbody[data-rows={block}] tr").first
        row.locator("[name$=-name]").fill(name)
        row.locator("[name$=-quantity]").fill("12")
    _press(page, "保存")


def _trade(page: Page, trade: Trade) -> None:
    """Choose a trade at levels 5 and 4, with all equipment and all examiners."""
    page.get_by_role("link", name=re.compile("申请工种$")).click()
    page.locator("main [name=q]").fill(trade.display_code)
    _press(page, "查找")
    offer = page.locator("form.offer").first
    for level in ("5", "4"):
        offer.locator(f"[name=levels][value='{level}']").check()
    offer.get_by_role("button").click()
    for box in page.locator("[name=equipment], [name=examiners]").all():
        box.check()
    _press(page, "保存")
    page.get_by_role("main").get_by_role("navigation").get_by_role("link").last.click()


def _upload(page: Page, kind: str, *files: Path) -> None:
    slot = page.locator(f"section#{kind}")
    slot.locator("[name=file]").set_input_files(files)
    slot.get_by_role("button", name=re.compile("^上传")).click()
    expect(page.locator(f"section#{kind} .badge.text-bg-success")).to_be_visible()


def _files(page: Page, folder: Path, *kinds: str) -> None:
    page.get_by_role("link", name="上传材料").click()
    for kind in kinds:
        file = folder / f"{kind}.pdf"
        file.write_bytes(stations.small_pdf())
        _upload(page, kind, file)


def _photos(page: Page, folder: Path) -> None:
    files = []
    for number in range(1, 6):
        files.append(folder / f"实训车间{number}.jpg")
        files[-1].write_bytes(stations.small_picture(shade=number))
    _upload(page, "photo", *files)


def _submit(page: Page, words: str = "同意申报。") -> None:
    page.get_by_role("link", name="核对并提交").click()
    page.get_by_role("main").get_by_role("link", name="提交", exact=True).click()
    page.locator("[name=reason]").fill(words)
    _press(page, "提交申报")


def _open_case(person: Person, status: str) -> Page:
    """Open the case that stands in `status`, from the list."""
    page = person.open(f"/applications/?status={status}")
    page.locator("table tbody a").first.click()
    return page


def _first_login(at_management: Person, newcomer: Person, station: Station) -> None:
    """The name and code open nothing at first, and then the page of the new password alone."""
    page = newcomer.login(station.organisation.name, station.code)
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    at_management.open(f"{station.get_absolute_url()}first-password/")
    _press(at_management.page, "开放首次登录")
    page = newcomer.login(station.organisation.name, station.code)
    newcomer.open("/batches/")
    expect(page).to_have_url(re.compile("/account/password/first/$"))
    _press(page, "发送验证码")
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert code is not None
    page.locator("[name=code]").fill(code[0])
    page.locator("[name=new_password1]").fill(PASSWORD)
    page.locator("[name=new_password2]").fill(PASSWORD)
    _press(page, "保存新密码")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()


def _printed(person: Person, application: int) -> str:
    answer = person.page.request.get(f"/applications/{application}/form.pdf")
    return pdf_text(answer.body())


def _add_trade(
    at_station: Person, at_management: Person, at_centre: Person, trade: Trade, folder: Path
) -> None:
    page = at_station.open("/applications/new/")
    page.get_by_role("link", name="增项申请").click()
    _press(page, "开始填写")
    _trade(page, trade)
    _files(page, folder, "signed_form")
    page.get_by_role("link", name="传好了，返回").click()
    _submit(page)
    _move(_open_case(at_management, "submitted"), "签署推荐意见", "同意推荐增项。")
    _move(_open_case(at_centre, "endorsed"), "批准", "同意增项。")


def _review(at_station: Person, at_management: Person) -> None:
    at_station.set_day(REVIEW_DAY)
    page = at_station.open("/home/")
    page.get_by_role("link", name="填报 2026 年度年审").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("2026")).first.click()
    _press(page, "开始填写")
    page.locator("[name=self_assessment]").fill("本年度按规程组织考试，未发生违规情况。")
    _press(page, "保存")
    page.get_by_role("link", name="提交年审", exact=True).first.click()
    _press(page, "提交年审")
    page = at_management.open("/home/")
    page.get_by_role("link", name="评定年审").click()
    page.get_by_role("link", name=re.compile("查看年审")).first.click()
    page.get_by_role("link", name="评定年审", exact=True).first.click()
    page.locator("[name=grade][value=passed], select[name=grade]").first.check()
    page.locator("[name=reason]").fill("制度健全，同意年审合格。")
    _press(page, "评定年审")


def test_a_school_becomes_a_station_adds_a_trade_and_passes_its_review(
    people: People, management_user: User, centre_user: User, tmp_path: Path
) -> None:
    turning, milling = exam.trade(levels="543"), exam.trade("普通车工", code="JX04-05-01-02", levels="543")
    further = exam.trade("数控铣工", code="JX04-05-02-01", levels="543")
    visitor, school, newcomer = people.new(phone=True), people.new(), people.new()
    at_management, at_centre = people.new(), people.new()
    at_management.login(management_user.username, PASSWORD)
    at_management.set_day(OPENED_ON)
    at_centre.login(centre_user.username, PASSWORD)

    _register(visitor)
    _start(school)
    _fill_in(school, trades=(milling, turning))
    page = school.page
    _files(page, tmp_path, *RULES, "introduction", "work_plan", "signed_form")
    _photos(page, tmp_path)
    page.get_by_role("link", name="传好了，返回").click()
    _submit(page)

    _move(_open_case(at_management, "submitted"), "退回补正", "办公场地面积请按实测填写。")
    _open_case(school, "returned")
    expect(page.get_by_role("status").first).to_contain_text("办公场地面积请按实测填写")
    page.get_by_role("link", name="场地").click()
    page.locator("[name=office_area]").fill("136")
    _press(page, "保存")
    _submit(page)

    case = _open_case(at_management, "submitted")
    expect(case.get_by_text("本次重新提交的改动")).to_be_visible()
    expect(case.locator("table.changes")).to_contain_text(re.compile("120.5 m²\\s+136 m²"))
    _move(case, "签署推荐意见", "经审核，同意推荐。")
    _move(_open_case(at_centre, "endorsed"), "批准", "同意设站。")

    station = Station.objects.get(host_organization=SCHOOL)
    assert (station.code, station.organisation.name) == ("49284001", "机械行业职业能力评价职教001考试站")
    assert [grant.trade for grant in ScopeGrant.objects.filter(station=station)] == [turning, milling]
    application = station.applications.get().pk
    paper = _printed(school, application)
    for told in ("同意申报。", "经审核，同意推荐。", "同意设站。", "136", "1. 财务管理制度"):
        assert told in paper
    assert paper.index("JX04-05-01-01") < paper.index("JX04-05-01-02")

    _first_login(at_management, newcomer, station)
    _add_trade(newcomer, at_management, at_centre, further, tmp_path)
    assert ScopeGrant.objects.live().filter(station=station).count() == 3

    _review(newcomer, at_management)
    review = station.reviews.get()
    assert (review.year, review.status, review.grade) == (2026, "graded", "passed")
    expect(visitor.open(station.get_absolute_url()).get_by_text("数控铣工")).to_be_visible()
    assert verify() == []


@pytest.mark.parametrize("script", [True, False])
def test_rows_are_added_with_and_without_javascript(
    people: People, management_user: User, *, script: bool
) -> None:
    login = stations.applicant(SCHOOL, management=management_user.organisation)
    application = stations.draft_application(login)
    school = people.new(script=script)
    school.login(SCHOOL, PASSWORD)
    page = school.open(f"{application.get_absolute_url()}people/")
    rows = page.locator("tbody[data-rows] tr")
    before = rows.count()
    rows.first.locator("[name$=-name]").fill("吴站长")
    page.get_by_role("button", name="增加人员").click()
    expect(rows).not_to_have_count(before)
    expect(rows.first.locator("[name$=-name]")).to_have_value("吴站长")
