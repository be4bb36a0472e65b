"""Other ways to enrol on the smallest phone: people who work, 社会人员, and a class list with its slip."""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch, CandidateType
from candidates.models import Activation
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.browser.conftest import People, Person
from tests.browser.enrolling import fits, pictures, press, register
from tests.factories import classes, exam, personal_forms
from tests.factories.people import PASSWORD, document_number

ENROLMENT_DAY = "2026-08-01"
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
COMPANY = "练习机械制造有限公司"


def batch_for(station: Station, management: User, kind: CandidateType) -> Batch:
    exam.scope(station, exam.trade())
    personal_forms.eligibility_rules(2026)
    plan = exam.approved_plan(station, management)
    return exam.approved_batch(station, management, *plan.items.all(), candidate_type=kind)


def on_the_day(people: People) -> None:
    clerk = people.new()
    clerk.open("/")
    clerk.set_day(ENROLMENT_DAY)


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK_INTO"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    fits(page)


def _employer(page: Page, kind: CandidateType) -> None:
    page.locator("[name=institution]").fill(COMPANY)
    page.locator("[name=education]").select_option(label="中专/职高/技校")
    page.locator("[name=subject]").fill("数控技术应用")
    page.locator("[name=subject_relation]").select_option("same")
    page.locator("[name=entered_on]").fill("2021-09")
    page.locator("[name=graduated_on]").fill("2024-06")
    _look(page, f"{kind}-employer")
    press(page, "保存并继续")
    page.get_by_label("没有", exact=False).first.check()
    page.locator("[name=years_in_occupation]").fill("2")
    _look(page, f"{kind}-certificates")
    press(page, "保存并继续")


def _row(page: Page, number: int, **typed: str) -> None:
    for name, text in typed.items():
        field = page.locator(f"[name='period-{number}-{name}']")
        field.select_option(label=text) if name in {"stage", "relation"} else field.fill(text)


def _history(page: Page, kind: CandidateType) -> None:
    _row(page, 0, stage="初中", place="练习初级中学", start="2018-09", end="2021-06")
    _row(page, 1, stage="中专/职高/技校", place="练习职业技术学校", start="2021-09", end="2024-06")
    press(page, "保存并继续")
    _row(page, 0, place=COMPANY, start="2024-07", subject="数控车工")
    page.locator("[name='period-0-relation']").select_option(index=1)
    _look(page, f"{kind}-work")
    press(page, "保存并继续")


@pytest.mark.parametrize(
    ("kind", "script"), [(CandidateType.IN_SERVICE, False), (CandidateType.SOCIAL, True)]
)
def test_people_who_work_enrol(
    people: People,
    station: Station,
    management_user: User,
    tmp_path: Path,
    kind: CandidateType,
    *,
    script: bool,
) -> None:
    batch = batch_for(station, management_user, kind)
    on_the_day(people)
    person = people.new(small=True, script=script)
    register(person, name="贾师傅", login="jiashifu2026", number=document_number(serial=701))
    page = person.open("/candidates/open/")
    page.get_by_role("main").get_by_role("link", name=re.compile("报名")).last.click()
    _look(page, f"{kind}-enrol")
    press(page, "开始填写")
    page.get_by_role("link", name="填写工作单位与学历").click()
    _employer(page, kind)
    _history(page, kind)
    pictures(page, tmp_path, "photo", "id_front", "id_back", "diploma", "work_proof")
    page.get_by_role("link", name=re.compile("核对")).first.click()
    _look(page, f"{kind}-check")
    expect(page.get_by_role("main")).not_to_contain_text("还不能提交")
    press(page, "确认无误，提交报名")
    _look(page, f"{kind}-submitted")
    assert batch.enrolments.get().eligibility == "符合四级/中级工申报条件第 3 条"


def _with_slip(station: Station, management: User) -> tuple[Activation, str]:
    batch = batch_for(station, management, CandidateType.STUDENT)
    with time_machine.travel(NOON, tick=False):
        (entry,) = classes.entered(batch, classes.pupil("贾同学"), at=NOON)
        clerk = station.organisation.users.get()
        return entry, classes.slip_code(entry, actor=clerk, at=NOON)


def test_a_slip_opens_the_login_and_leads_to_the_form_that_the_school_began(
    people: People, station: Station, management_user: User
) -> None:
    entry, code = _with_slip(station, management_user)
    on_the_day(people)
    person: Person = people.new(small=True, script=False)
    page = person.open("/candidates/activate/")
    _look(page, "activate")
    page.locator("[name=document_number]").fill(entry.candidate.document_number.lower())
    page.locator("[name=code]").fill("ABCDE-FGHJK")
    page.get_by_role("main").get_by_role("button").first.click()
    _look(page, "activate-wrong")
    expect(page.get_by_role("alert").first).to_contain_text("激活码")
    page.locator("[name=code]").fill(f" {code[:5]} {code[5:].lower()}")
    page.get_by_role("main").get_by_role("button").first.click()
    _look(page, "activate-choose")
    page.locator("[name=username]").fill("jiatongxue2026")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("[name=consent]").check()
    page.locator("[name=consent_sensitive]").check()
    page.get_by_role("main").get_by_role("button").first.click()
    _look(page, "activated")
    expect(page.get_by_role("main")).to_contain_text("数控车工")
    page.goto("/candidates/mine/")
    expect(page.get_by_role("main")).to_contain_text("数控车工 四级/中级工")
    draft = entry.candidate.enrolments.get()
    page.goto(f"{draft.get_absolute_url()}form/")
    expect(page.locator("[name=institution]")).to_have_value("练习职业技术学校")
