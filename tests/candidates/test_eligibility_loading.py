"""The rules that come with the portal: entered once, never over what staff made of them."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from candidates.eligibility.verdicts import Verdict
from candidates.eligibility_data.editing import change_clause, revise_clause
from candidates.eligibility_data.rules import eligibility_of
from candidates.models import BirthYearWindow, EligibilityClause
from tests.candidates.eligibility_facts import adult, day, job
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 1)
CLAUSE_HEAD = "level,number,text,requirements,source,valid_from,valid_to\n"
WINDOW_HEAD = "year,level,born_from,born_to\n"


def load(**files: Path) -> str:
    out = StringIO()
    call_command("load_eligibility", stdout=out, **files)
    return out.getvalue().strip()


def test_all_is_entered_once_and_recorded() -> None:
    assert load() == "申报条件：新增 19 条；学生出生年份范围：新增 2 行。"
    assert load() == "申报条件：新增 0 条；学生出生年份范围：新增 0 行。"
    assert EligibilityClause.objects.count() == 19
    assert AuditEvent.objects.count() == 21
    assert set(AuditEvent.objects.values_list("actor_name", flat=True)) == {"系统"}


def test_the_reversed_years_of_the_guide_are_stored_in_order() -> None:
    load()
    assert [str(window) for window in BirthYearWindow.objects.all()] == [
        "2024 年四级/中级工：2005–2009 年出生",
        "2024 年三级/高级工：2004–2005 年出生",
    ]


def test_what_staff_changed_stays(management_user: User) -> None:
    load()
    first, second = EligibilityClause.objects.filter(level=4)[:2]
    text = {"text": "改过的文字", "source": "新文件"}
    change_clause(clause=first, valid_to=date(2026, 12, 31), actor=management_user, today=TODAY, **text)
    revise_clause(
        clause=second,
        requirements=[{"kind": "work", "years": 2}],
        starts_on=date(2027, 1, 1),
        actor=management_user,
        today=TODAY,
        **text,
    )
    BirthYearWindow.objects.filter(level=4).update(born_to=2010)
    before = list(EligibilityClause.objects.values())
    assert load() == "申报条件：新增 0 条；学生出生年份范围：新增 0 行。"
    assert list(EligibilityClause.objects.values()) == before
    assert BirthYearWindow.objects.get(level=4).born_to == 2010


def test_a_missing_clause_is_added_beside_the_others() -> None:
    load()
    EligibilityClause.objects.filter(level=3, number=6).delete()
    assert load() == "申报条件：新增 1 条；学生出生年份范围：新增 0 行。"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("clauses", "level,number\n", "表头不对"),
        ("clauses", CLAUSE_HEAD + "5,1,字,[],据,2024-01-01,\n", "第 2 行有误"),
        ("clauses", CLAUSE_HEAD + "5,1,字,{,据,2024-01-01,\n", "第 2 行有误"),
        ("clauses", CLAUSE_HEAD + '6,1,字,"[{""kind"":""work""}]",据,2024-01-01,\n', "第 2 行有误"),
        ("clauses", CLAUSE_HEAD + '5,1,字,"[{""kind"":""work""}]",据,2024-13-01,\n', "第 2 行有误"),
        ("clauses", CLAUSE_HEAD + '5,1,,"[{""kind"":""work""}]",据,2024-01-01,\n', "第 2 行有误"),
        (
            "clauses",
            CLAUSE_HEAD + '5,1,字,"[{""kind"":""work""}]",据,2024-01-02,2024-01-01\n',
            "截止日期早于施行日期",
        ),
        ("windows", "year\n", "表头不对"),
        ("windows", WINDOW_HEAD + "2026,5,2007,2011\n", "第 2 行有误"),
        ("windows", WINDOW_HEAD + "2026,4,2007\n", "第 2 行有误"),
        ("windows", WINDOW_HEAD + "2026,4,2011,2007\n", "起止颠倒"),
    ],
)
def test_a_faulty_file_enters_nothing(tmp_path: Path, name: str, content: str, fault: str) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=fault):
        load(**{name: file})
    assert not EligibilityClause.objects.exists()
    assert not BirthYearWindow.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"没有任何改动.*absent\.csv"):
        load(clauses=tmp_path / "absent.csv")


def test_the_stored_rules_answer() -> None:
    load()
    found = eligibility_of(adult(work=(job("2021-09-01"),)), level=4)
    assert (found.verdict, len(found.clauses)) == (Verdict.MET, 3)
    assert eligibility_of(adult(exam_day=day("2023-12-31")), level=4).clauses == ()


CLAUSE = {
    "level": 5,
    "number": 1,
    "text": "字",
    "requirements": [{"kind": "age", "years": 16}],
    "source": "据",
    "valid_from": date(2024, 1, 1),
}
WINDOW = {"year": 2026, "level": 4, "born_from": 2007, "born_to": 2011}


@pytest.mark.parametrize("wrong", [{"level": 6}, {"valid_to": date(2023, 12, 31)}, {}])
def test_the_database_keeps_impossible_clauses_out(wrong: dict[str, object]) -> None:
    EligibilityClause.objects.create(**CLAUSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityClause.objects.create(**{**CLAUSE, **wrong})


@pytest.mark.parametrize("wrong", [{"level": 5}, {"level": 3, "born_from": 2012}, {}])
def test_the_database_keeps_impossible_windows_out(wrong: dict[str, int]) -> None:
    BirthYearWindow.objects.create(**WINDOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        BirthYearWindow.objects.create(**{**WINDOW, **wrong})


def test_a_clause_that_cannot_be_judged_is_invalid() -> None:
    with pytest.raises(ValidationError, match="同一类条件只能写一次"):
        EligibilityClause(**{**CLAUSE, "requirements": [{"kind": "work"}, {"kind": "work"}]}).full_clean()
