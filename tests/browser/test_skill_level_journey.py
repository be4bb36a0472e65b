"""A batch of 职业技能等级认定: its prefix, numbers of 22 characters, the national upload, the lookup."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.identity import DocumentType
from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.browser.certifying import at, case, look_up, move, on_day, pdf_text
from tests.browser.conftest import People, Person
from tests.browser.looking import looked
from tests.factories import exam, numbers, results
from tests.factories import people as fictitious
from workflow.audit import verify

NAMES = ("林若溪", "欧阳思远")
PERMIT = "810000199408230021"  # the example of the rule for such numbers
NUMBERS = tuple(f"{numbers.PREFIX}264{serial:06d}" for serial in (1, 2))


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    """Two who passed, one with a kind of document that has no code yet; no prefix is known."""
    trade = exam.skill_level_trade()
    exam.scope(station, trade)
    plan = exam.approved_plan(station, management_user, {"trade": trade})
    made = exam.approved_batch(station, management_user, plan.items.get(), scheme=Scheme.SKILL_LEVEL)
    person = fictitious.candidate(NAMES[0], number=PERMIT, kind=DocumentType.RESIDENCE_PERMIT)
    exam.accepted_enrolment(made.items.get(), person)
    made = exam.with_roster(made, NAMES[1])
    return exam.with_results(made, results.PASS, results.PASS, management=management_user)


@pytest.fixture
def branch_clerk(batch: Batch) -> User:
    """Of the branch that the province has since."""
    return fictitious.user("分支孙", Role.BRANCH, numbers.branch(), person_name="孙分支")


def _prefix(at_centre: Person, batch: Batch) -> None:
    """One of another province is refused; what was typed stays."""
    page = at_centre.open(f"/certificates/batch/{batch.pk}/numbers/")
    expect(page.get_by_role("main")).to_contain_text("还不能核发证书")
    looked(page, "numbers-missing")
    page.get_by_role("link", name="查看证书编号前缀").click()
    looked(page, "prefixes-none")
    page.get_by_role("main").get_by_role("link", name="登记前缀").first.click()
    page.locator("[name=branch]").select_option(index=1)
    page.locator("[name=characters]").fill("S0000 33 000901")
    page.locator("[name=valid_from]").fill("2026-01-01")
    page.get_by_role("main").locator("form button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_contain_text("江苏省的省级代码“32”")
    looked(page, "prefix-refused")
    page.locator("[name=characters]").fill("S0000 32 000901")
    page.get_by_role("main").locator("form button[type=submit]").click()
    expect(page.get_by_role("row").filter(has_text=numbers.PREFIX)).to_contain_text("使用中")
    looked(page, "prefixes")


def _certified(at_centre: Person, batch: Batch) -> None:
    page = case(at_centre, "/batches/", batch.number)
    move(page, "核发证书")
    page.goto(f"/certificates/batch/{batch.pk}/numbers/")
    for name, number in zip(NAMES, NUMBERS, strict=True):
        expect(page.get_by_role("row").filter(has_text=name)).to_contain_text(number)
    looked(page, "numbers-given")


def _code_named(at_management: Person) -> None:
    """The kind of document gets its code, as the page of the upload said."""
    page = at_management.open("/candidates/document-types/")
    row = page.get_by_role("row").filter(has_text="港澳台居民居住证")
    row.get_by_role("link").click()
    page.locator("[name=upload_code]").fill("216")
    page.get_by_role("main").locator("form button[type=submit]").click()
    expect(page.get_by_role("row").filter(has_text="港澳台居民居住证")).to_contain_text("216")


def _exported(at_branch: Person, at_management: Person, batch: Batch, folder: Path) -> Path:
    """The branch sees who stands in the way, and has the sheet once that is mended."""
    page = at_branch.open(f"/certificates/batch/{batch.pk}/")
    page.get_by_role("link", name="国家证书数据上报").click()
    row = page.get_by_role("row").filter(has_text=NAMES[0])
    expect(row).to_contain_text("没有上报代码")
    expect(page.get_by_role("button", name="国家证书数据上报表")).to_have_count(0)
    looked(page, "national-fault")
    _code_named(at_management)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("全部符合上报要求")
    looked(page, "national-ready")
    page.get_by_role("button", name="国家证书数据上报表").click()
    return at_branch.download("下载", folder)


def _cells(sheet: Path) -> list[tuple[object, ...]]:
    tab = load_workbook(sheet).active
    assert tab is not None
    return list(tab.iter_rows(values_only=True))


def test_national_numbers_are_given_uploaded_and_looked_up(
    people: People,
    batch: Batch,
    branch_clerk: User,
    management_user: User,
    centre_user: User,
    tmp_path: Path,
) -> None:
    at_centre = at(people, centre_user)
    on_day(at_centre, "2026-09-21")
    at_branch, at_management = at(people, branch_clerk), at(people, management_user)
    second = batch.enrolments.get(candidate__name=NAMES[1]).candidate
    holder = at(people, second.user, phone=True)

    _prefix(at_centre, batch)
    _certified(at_centre, batch)
    sheet = _cells(_exported(at_branch, at_management, batch, tmp_path))
    assert [(row[0], row[1], row[2], row[7]) for row in sheet[1:]] == [
        (NAMES[0], "216", PERMIT, NUMBERS[0]),
        (NAMES[1], "201", second.document_number, NUMBERS[1]),
    ]
    page = holder.open("/certificates/")
    page.get_by_role("link", name=NUMBERS[1]).first.click()
    assert NUMBERS[1] in pdf_text(holder.download("证书（PDF）", tmp_path))
    visitor = people.new(phone=True)
    looked(visitor.open("/certificates/lookup/skill/"), "lookup-skill")
    page = look_up(visitor, "skill/", name=NAMES[1], number=NUMBERS[1])
    expect(page.get_by_role("main")).to_contain_text("职业技能等级")
    expect(page.get_by_role("main")).to_contain_text("jndj.osta.org.cn")
    looked(page, "lookup-skill-found")
    page = look_up(visitor, "ability/", name=NAMES[1], number=NUMBERS[1])
    expect(page.get_by_role("main")).to_contain_text("没有查到相符的证书")
    assert verify() == []
