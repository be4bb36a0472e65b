"""Rules in texts are tables from the code and from the tables that staff keep."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from candidates.models import BirthYearWindow, EligibilityClause
from ostami import policy
from portal.texts.rules import RULES, naming_problems, shown
from scope_catalog.levels import Level
from tests.factories import texts

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def words(name: str) -> str:
    return unescape(shown(name, day=DAY))


@pytest.mark.parametrize(
    ("rule", "constant", "before", "after"),
    [
        ("考试站人员", "EXAMINERS_PER_TRADE", "每个申报工种不少于 3 人", "每个申报工种不少于 7 人"),
        ("考评员条件", "EXAMINER_SKILL_LEVEL", "三级/高级工及以上", None),
        ("考评员期限", "EXAMINER_MAX_TRADES", "1 至 3 个", "1 至 7 个"),
        ("在读学生条件", "STUDENT_TRAINING_HOURS", "不少于 400 学时", "不少于 7 学时"),
        ("在读学生条件", "STUDENT_YEARS_ENROLLED", "满 2 年", "满 7 年"),
        ("考务期限", "BATCH_LEAD_DAYS", "至少 30 天", "至少 7 天"),
        ("考务期限", "ROSTER_LEAD_DAYS", "第 11 天 24:00", "第 8 天 24:00"),
        ("考务期限", "PLAN_ITEM_MAX_PEOPLE", "最多 99 人", "最多 7 人"),
        ("考务期限", "SUPERVISION_PEOPLE", "80 人及以上", "7 人及以上"),
    ],
)
def test_a_changed_figure_changes_the_table(
    rule: str, constant: str, before: str, after: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert before in words(rule)
    monkeypatch.setattr(policy, constant, 7 if after else 2)
    assert before not in words(rule)
    assert (after or "二级/技师及以上") in words(rule)


def test_a_changed_pass_score_changes_the_public_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts.page("grades", "成绩：\n\n{{规则:成绩等次}}")
    assert "60 分至 80 分以下" in client.get("/pages/grades/").content.decode()
    monkeypatch.setattr(policy, "PASS_SCORE", Decimal(55))
    assert "55 分至 80 分以下" in client.get("/pages/grades/").content.decode()


def test_settings_stand_in_the_tables(settings: LazySettings) -> None:
    settings.LICENCE_YEARS, settings.ANNUAL_REVIEW_DUE = 5, "04-30"
    assert "批准之日起 5 年有效" in words("考试站期限")
    assert "4 月 30 日前提交" in words("考试站期限")
    settings.EXAMINER_YEARS = 4
    assert "4 年，届满前" in words("考评员期限")


def test_eligibility_is_what_holds_on_the_day() -> None:
    call_command("load_eligibility", verbosity=0)
    clause = EligibilityClause.objects.filter(level=Level.FIVE).first()
    assert clause is not None
    assert clause.text in words("考生申报条件")
    clause.valid_to = date(2026, 8, 31)
    clause.save()
    assert clause.text not in words("考生申报条件")


def test_years_of_birth_come_from_the_years_table() -> None:
    assert "尚未公布" in words("在读学生条件")
    for level in (Level.FOUR, Level.THREE):
        BirthYearWindow.objects.create(year=2026, level=level, born_from=2005, born_to=2009)
    assert words("在读学生条件").count("2005–2009 年") == 2


def test_without_clauses_the_table_says_so() -> None:
    assert "申报条件正在登记" in words("考生申报条件")


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_rows_of_as_many_words_as_heads(name: str) -> None:
    call_command("load_eligibility", verbosity=0)
    table = RULES[name].table(DAY)
    assert table.rows
    assert all(len(row) == len(table.heads) for row in table.cells)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{{规则:没有}}", "没有名为“没有”的规则。可以使用：考试站人员、"),
        ("见 {{规则:考评员条件}} 处", "双花括号只能用来引用规则，并且单独成段"),
        ("{{考评员条件}}", "双花括号只能用来引用规则，并且单独成段"),
        ("    {{规则:考评员条件}}", "双花括号只能用来引用规则，并且单独成段"),
        ("{{规则:考评员条件}}\n{{规则:考评员期限}}", "双花括号只能用来引用规则，并且单独成段"),
    ],
)
def test_a_rule_that_is_named_wrongly_is_refused_with_those_there_are(body: str, sentence: str) -> None:
    [problem] = naming_problems(body)
    assert problem.field == "body"
    assert sentence in str(problem)
    assert "考评员条件" in str(problem)


def test_a_rule_that_has_gone_leaves_the_page_readable(client: Client) -> None:
    texts.page("old", "前文\n\n{{规则:早先的规则}}\n\n后文")
    page = client.get("/pages/old/").content.decode()
    assert "前文" in page
    assert "后文" in page
    assert "早先的规则" not in page
