"""The conditions of guide 3.1.2, with their borders."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from examiners.completeness import required_files
from examiners.models import EvidenceKind, ExaminerApplication, Grade, SoughtGrade, TitleRank
from examiners.rules.qualification import qualification
from ostami.policy import examiner_for_a_year
from tests.factories import exam
from tests.factories.examiners import draft_application

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
PHOTO_AND_FORM = [EvidenceKind.PHOTO, EvidenceKind.SIGNED_FORM]


def verdicts(application: ExaminerApplication, on: date = TODAY) -> list[tuple[str, str]]:
    return [(one.clause, one.verdict) for one in qualification(application, on)]


@pytest.mark.parametrize(
    ("level", "rank", "verdict", "files"),
    [
        (None, "", "不符合", PHOTO_AND_FORM),
        (4, "", "不符合", PHOTO_AND_FORM),
        (4, "junior", "不符合", PHOTO_AND_FORM),
        (3, "", "符合", [EvidenceKind.PHOTO, EvidenceKind.SKILL, EvidenceKind.SIGNED_FORM]),
        (1, "junior", "符合", [EvidenceKind.PHOTO, EvidenceKind.SKILL, EvidenceKind.SIGNED_FORM]),
        (4, "intermediate", "符合", [EvidenceKind.PHOTO, EvidenceKind.TITLE, EvidenceKind.SIGNED_FORM]),
        (3, "senior", "符合", list(EvidenceKind)),
    ],
)
def test_an_examiner_needs_level_3_or_an_intermediate_title_and_proves_what_counts(
    station_user: User, level: int | None, rank: str, verdict: str, files: list[EvidenceKind]
) -> None:
    made = draft_application(station_user, skill_level=level, title_rank=rank)
    assert verdicts(made) == [
        ("3.1.2-1(1)", verdict),
        ("3.1.2-1(3)", "单位审查"),
        ("3.1.2-1(4)", "单位审查"),
        ("3.1.2-1(5)", "单位审查"),
    ]
    assert required_files(made) == files


@pytest.mark.parametrize(
    ("level", "rank", "verdict"),
    [
        (2, "intermediate", "不符合"),
        (3, "", "不符合"),
        (1, "", "符合"),
        (None, "senior", "符合"),
    ],
)
def test_a_senior_examiner_needs_level_1_or_a_senior_title(
    station_user: User, level: int | None, rank: str, verdict: str
) -> None:
    since = date(2020, 1, 1)
    facts: dict[str, Any] = {"skill_level": level, "title_rank": rank, "examiner_since": since}
    made = draft_application(station_user, sought=SoughtGrade.SENIOR, **facts)
    assert verdicts(made)[:2] == [("3.1.2-1(2)", verdict), ("3.1.2-1(2)", "符合")]


@pytest.mark.parametrize(
    ("since", "on", "full"),
    [
        (date(2025, 3, 2), date(2026, 3, 1), False),  # 364 days
        (date(2025, 3, 2), date(2026, 3, 2), True),  # 365 days
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2023, 3, 1), date(2024, 2, 29), False),  # 365 days, across a leap day
        (date(2023, 3, 1), date(2024, 3, 1), True),
    ],
)
def test_a_year_as_an_examiner_is_full_on_the_same_day_of_the_next_year(
    station_user: User, since: date, on: date, *, full: bool
) -> None:
    assert examiner_for_a_year(since, on) is full
    facts: dict[str, Any] = {"title_rank": TitleRank.SENIOR, "examiner_since": since}
    made = draft_application(station_user, sought=SoughtGrade.SENIOR, **facts)
    assert qualification(made, on)[1].met is full


def test_the_roster_tells_since_when_not_the_form(station_user: User) -> None:
    facts: dict[str, Any] = {"valid_from": date(2025, 1, 1), "appointed_on": date(2025, 6, 1)}
    wei = exam.examiner(station_user.organisation.station, "卫考评", **facts)  # type: ignore[union-attr]  # a station's login
    made = draft_application(
        station_user,
        subject="promotion",
        examiner=wei,
        sought=SoughtGrade.SENIOR,
        examiner_since=date(2001, 1, 1),
    )
    why = qualification(made, TODAY)[1]
    assert (why.met, why.why) == (False, "2025-06-01 取得考评员资格，须到 2026-06-01 满一年")
    wei.appointed_on = None
    assert qualification(made, TODAY)[1].met is True
    wei.valid_from, wei.grade = TODAY, Grade.SENIOR
    assert qualification(made, TODAY)[1].why == "已是高级考评员"


def test_without_a_date_the_year_is_not_met_and_says_so(station_user: User) -> None:
    made = draft_application(station_user, sought=SoughtGrade.SENIOR, title_rank=TitleRank.SENIOR)
    assert [(one.met, one.why) for one in qualification(made, TODAY)[:2]] == [
        (True, "所填职业技能等级为无，专业技术职称为高级"),
        (False, "没有填写取得考评员资格的日期"),
    ]


def test_a_manager_has_no_condition_of_grade(station_user: User) -> None:
    made = draft_application(station_user, sought=SoughtGrade.MANAGER)
    assert verdicts(made) == [("3.1.2-2(1)", "单位审查"), ("3.1.2-2(2)", "单位审查")]
    assert required_files(made) == PHOTO_AND_FORM
