"""The rules of eligibility: what each clause says to a person, and in which words."""

from datetime import date
from typing import Any

import pytest

from candidates.education import Education
from candidates.eligibility.answer import answer
from candidates.eligibility.clauses import Clause
from candidates.eligibility.facts import Programme, Rank
from candidates.eligibility.requirements import (
    Confirmation,
    HeldCertificate,
    HeldTitle,
    MinimumAge,
    Schooling,
    Students,
    Work,
)
from candidates.eligibility.stored import RequirementError, as_data, read_requirements
from candidates.eligibility.verdicts import Verdict
from ostami import policy
from tests.candidates.eligibility_cases import CASES
from tests.candidates.eligibility_facts import (
    EXAM,
    Case,
    adult,
    certificate,
    day,
    job,
    judged,
    pupil,
    shipped_clauses,
    student,
)

LETTERS = {Verdict.MET: "Y", Verdict.LOOK: "L", Verdict.NOT_MET: "N"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_clause_answers_as_the_guide_says(case: Case) -> None:
    found = judged(case.facts, case.level)
    assert "".join(LETTERS[one.verdict] for one in found.clauses) == case.clauses
    assert "".join(LETTERS[one.verdict] for one in found.student) == case.student
    assert LETTERS[found.verdict] == case.verdict


def test_there_are_cases_enough_and_none_twice() -> None:
    assert len(CASES) >= 80
    assert len({case.who for case in CASES}) == len(CASES)
    assert {case.level for case in CASES} == {5, 4, 3, 2, 1}


def test_a_held_certificate_is_told_with_its_dates() -> None:
    holder = adult(certificates=(certificate(5, "2023-09-01"),), work=(job("2022-09-01"),))
    found = judged(holder, 4)
    assert found.clauses[1].words == (
        "取得五级证书满 3 年：2023-09-01 取得，到考试日 2026-09-01 满 3 年；"
        "取得后从事工作自 2023-09-01 起累计，到考试日 2026-09-01 满 3 年，须满 3 年。"
    )
    assert found.words == f"符合四级申报条件第 2 条：{found.clauses[1].words}"


def test_what_is_missing_is_told_with_its_number() -> None:
    young = adult(birth_date=day("2010-09-02"))
    found = judged(young, 5)
    assert found.clauses[0].words == "2010-09-02 出生，到考试日 2026-09-01 满 15 周岁，须满 16 周岁。"
    assert found.clauses[1].words.endswith("；未填写工作经历。")
    assert found.words == "不符合五级的任何一条申报条件，请查看每一条的说明。"


def test_a_student_is_told_what_fails() -> None:
    late = student(pupil(Education.VOCATIONAL, "2024-09-02"), "2012-01-01", 399)
    found = judged(late, 4)
    assert found.words == (
        "不符合在籍学生申报四级的条件：2012 年出生，2026 年四级须为 2007–2011 年出生；"
        "2024-09-02 入学，到考试日 2026-09-01 在校满 1 年，须满 2 年；"
        "经本校正规培训 399 学时，须达到 400 学时。"
    )


def test_a_year_without_a_window_says_so() -> None:
    found = judged(
        student(pupil(Education.VOCATIONAL, "2024-09-01"), "2009-01-01", exam_day=day("2028-09-01")), 4
    )
    assert found.words == (
        "待核对在籍学生申报四级的条件：2028 年四级的出生年份范围尚未公布，2009 年出生是否符合须由管理站核对。"
    )


def test_an_exam_before_every_clause_needs_a_look() -> None:
    found = judged(adult(exam_day=day("2023-12-31")), 5)
    assert (found.clauses, found.verdict) == ((), Verdict.LOOK)
    assert found.words == "考试日 2023-12-31 没有五级的申报条件，须由管理站核对。"


@pytest.mark.parametrize(
    ("exam_day", "numbers"),
    [("2026-06-30", []), ("2026-07-01", [1]), ("2026-09-30", [1]), ("2026-10-01", [2]), ("2030-01-01", [2])],
)
def test_only_clauses_that_hold_on_the_exam_day_are_asked(exam_day: str, numbers: list[int]) -> None:
    wanted = (MinimumAge(16),)
    clauses = (
        Clause(5, 2, "新", wanted, day("2026-10-01")),
        Clause(5, 1, "旧", wanted, day("2026-07-01"), day("2026-09-30")),
        Clause(4, 3, "别的等级", wanted, day("2026-01-01")),
    )
    found = answer(adult(exam_day=day(exam_day)), level=5, clauses=clauses, windows=())
    assert [one.clause.number for one in found.clauses] == numbers


def test_the_shipped_clauses_are_those_of_the_guide_and_the_national_rules() -> None:
    numbers = [(clause.level, clause.number) for clause in shipped_clauses()]
    assert numbers == [
        (level, number)
        for level, count in ((5, 2), (4, 3), (3, 6), (2, 5), (1, 3))
        for number in range(1, count + 1)
    ]
    assert {clause.valid_from for clause in shipped_clauses()} == {date(2024, 1, 1)}


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        ("2021-09-01", "2026-08-31", 4),
        ("2021-09-01", "2026-09-01", 5),
        ("2024-02-29", "2025-02-28", 0),
        ("2024-02-29", "2025-03-01", 1),
        ("2024-02-29", "2028-02-28", 3),
        ("2024-02-29", "2028-02-29", 4),
        ("2026-09-01", "2026-09-01", 0),
        ("2026-09-02", "2026-09-01", -1),
    ],
)
def test_full_years_end_on_the_anniversary(since: str, on: str, years: int) -> None:
    assert policy.full_years(day(since), day(on)) == years


EVERY_KIND = (
    MinimumAge(16),
    Work(0),
    HeldCertificate(4, 3, working=True),
    HeldTitle(Rank.MIDDLE, 1),
    Schooling((Education.COLLEGE,), (Programme.TECHNICIAN,), Students.ALL),
    Confirmation("所学专业须经评估论证"),
)


def test_requirements_come_back_as_they_were_stored() -> None:
    assert read_requirements(as_data(EVERY_KIND)) == EVERY_KIND


def test_requirements_say_themselves() -> None:
    assert [str(one) for one in EVERY_KIND] == [
        "年满 16 周岁",
        "从事本职业或相关职业工作",
        "取得四级证书后累计从事工作满 3 年",
        "取得中级职称满 1 年",
        "大专的预备技师班或技师班，本专业或相关专业，毕业或在读",
        "所学专业须经评估论证",
    ]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        ["age"],
        [{"kind": "height", "years": 2}],
        [{"kind": ["age"], "years": 2}],
        [{"kind": "age"}],
        [{"kind": "age", "years": 0}],
        [{"kind": "age", "years": "16"}],
        [{"kind": "age", "years": 100}],
        [{"kind": "age", "years": 16, "months": 3}],
        [{"kind": "work", "years": -1}],
        [{"kind": "work", "years": True}],
        [{"kind": "work", "years": 1}, {"kind": "work", "years": 2}],
        [{"kind": "certificate", "level": 6}],
        [{"kind": "certificate", "level": 5, "years": 1, "working": 1}],
        [{"kind": "title", "rank": "chief"}],
        [{"kind": "schooling", "educations": []}],
        [{"kind": "schooling", "educations": ["college"], "programmes": ["unknown"]}],
        [{"kind": "schooling", "educations": ["college"], "students": "some"}],
        [{"kind": "confirmation", "text": " "}],
        [{"kind": "confirmation", "text": 5}],
    ],
)
def test_what_cannot_be_judged_is_refused(data: Any) -> None:
    with pytest.raises(RequirementError, match="条件"):
        read_requirements(data)


def test_facts_are_those_of_the_exam_day() -> None:
    assert judged(adult(work=(job("2021-09-01"),)), 4).verdict == Verdict.MET
    assert judged(adult(work=(job("2021-09-01"),), exam_day=date(2026, 8, 31)), 4).verdict == Verdict.NOT_MET
    assert date(2026, 9, 1) == EXAM
