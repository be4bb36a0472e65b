"""The pages that come with the portal, and their loading."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from accounts.models import User
from ostami import clock
from portal.models import PublicText, TextVersion
from portal.texts.loading import SHIPPED, load_texts, shipped_texts
from portal.texts.markdown import rules_named
from portal.texts.rules import RULES
from portal.texts.writing import write_version
from tests.factories import texts
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
SLUGS = ["about", "duties", "station", "examiner", "candidate", "milestones", "departments"]
ALL_WORDS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.md")))
# Mobile numbers, landlines with or without area code, service numbers; codes of eight digits are none.
PHONE = re.compile(
    r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}[-—－ ]?\d{7,8}|[2-8]\d{3}[- ]\d{4}|400[- ]?\d{3}[- ]?\d{4})(?!\d)"
)


def test_every_shipped_page_is_public_at_once_and_twice_changes_nothing(client: Client) -> None:
    call_command("load_texts", verbosity=0)
    call_command("load_texts", verbosity=0)
    assert [one.text.slug for one in client.get("/pages/").context["pages"]] == SLUGS
    assert TextVersion.objects.count() == len(SLUGS)
    for slug in SLUGS:
        page = client.get(f"/pages/{slug}/")
        assert page.status_code == 200
        assert "{{" not in page.content.decode()


def test_a_new_release_renews_what_nobody_touched(tmp_path: Path, client: Client) -> None:
    file = tmp_path / "10-way.md"
    file.write_text("# 题\n\n摘要\n\n旧文", encoding="utf-8")
    assert load_texts(folder=tmp_path) == ["way"]
    file.write_text("# 题\n\n摘要\n\n新文", encoding="utf-8")
    assert load_texts(folder=tmp_path) == ["way"]
    assert load_texts(folder=tmp_path) == []
    assert "新文" in client.get("/pages/way/").content.decode()
    assert [one.number for one in TextVersion.objects.all()] == [2, 1]


@pytest.mark.parametrize("touched", ["edited", "withdrawn"])
def test_a_release_leaves_what_staff_touched(touched: str, tmp_path: Path, centre_user: User) -> None:
    file = tmp_path / "10-way.md"
    file.write_text("# 题\n\n摘要\n\n旧文", encoding="utf-8")
    load_texts(folder=tmp_path)
    text = PublicText.objects.get()
    if touched == "edited":
        write_version(
            text=text, facts=texts.facts(body="本单位的"), base=1, actor=centre_user, at=clock.now()
        )
    else:
        perform(text, "withdraw", actor=centre_user, reason="停用")
    kept = PublicText.objects.get()
    file.write_text("# 题\n\n摘要\n\n新文", encoding="utf-8")
    assert load_texts(folder=tmp_path) == []
    now = PublicText.objects.get()
    assert (now.latest_number, now.status) == (kept.latest_number, kept.status)
    assert not TextVersion.objects.filter(body="新文").exists()


def test_the_search_for_numbers_finds_numbers() -> None:
    for number in ("13900000000", "010-12345678", "051980000000", "6835-1234", "400-123-4567"):
        assert PHONE.search(f"电话{number}。")
    assert not PHONE.search("机构编码 49283000，人社部发〔2016〕31号，2008—2023")


def test_no_telephone_number_is_shipped() -> None:
    assert not PHONE.search(ALL_WORDS)
    assert "由管理站登记后在本页显示" in ALL_WORDS


def test_shipped_links_lead_somewhere() -> None:
    for target in set(re.findall(r"\]\((/[^)]*)\)", ALL_WORDS)):
        resolve(target)
        if target.startswith("/pages/"):
            assert target.split("/")[2] in SLUGS


def test_the_pages_on_how_to_begin_show_the_rules() -> None:
    named = {one.slug: rules_named(one.facts.body) for one in shipped_texts()}
    assert named["station"] == ["考试站人员", "考试站材料", "考试站期限"]
    assert named["examiner"] == ["考评员条件", "考评员期限"]
    assert named["candidate"] == ["考生申报条件", "在读学生条件", "报名材料", "成绩等次"]
    assert {name for names in named.values() for name in names} == set(RULES)


def test_official_names_and_numbers_are_exact() -> None:
    for words in ("人社部发〔2016〕31号", "中就培〔2020〕54号", "机械工业职业技能鉴定指导中心", "49283000"):
        assert words in ALL_WORDS
