"""What the people of the tests tell on their personal forms: complete, without gaps, and eligible."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings

from batches.models import BatchItem, CandidateType
from candidates.eligibility.facts import Programme, Relation
from candidates.eligibility_data.loading import read_clauses
from candidates.models import BirthYearWindow, Education, EligibilityClause, Enrolment, HistoryKind
from candidates.models.eligibility import STUDENT_LEVELS
from candidates.services import Period
from scope_catalog.levels import Level

SCHOOL = "练习职业技术学校"
COMPANY = "练习机械厂"
SUBJECT = "数控技术应用"


def answers(item: BatchItem) -> dict[str, Any]:
    """The facts of the personal form, of somebody of the batch's type for the item's level."""
    common = {"subject": SUBJECT, "subject_relation": Relation.SAME.value, "certificates_said": True}
    if item.batch.candidate_type == CandidateType.STUDENT:
        return {**common, **_student(item.plan_item.level)}
    return {**common, **_working(item.plan_item.level)}


def _student(level: int) -> dict[str, Any]:
    return {
        "institution": SCHOOL,
        "education": Education.COLLEGE if level == Level.THREE else Education.VOCATIONAL,
        "entered_on": date(2023, 9, 1),
        "graduated_on": date(2027, 6, 1),
        "class_name": "数控 2301",
        "training_hours": 420,
        "programme": "" if level == Level.THREE else Programme.OTHER.value,
    }


def _working(level: int) -> dict[str, Any]:
    senior = level <= Level.THREE
    return {
        "institution": COMPANY,
        "education": Education.SENIOR_WORKER if senior else Education.VOCATIONAL,
        "entered_on": date(2021, 9, 1),
        "graduated_on": date(2024, 6, 1),
        "years_in_occupation": 2,
        "programme": Programme.SENIOR_WORKER.value if senior else Programme.OTHER.value,
    }


def periods(enrolment: Enrolment) -> list[Period]:
    """A history from junior school on that fits the answers of the form."""
    return _studied(enrolment) if enrolment.is_student else _worked(enrolment)


def _studied(enrolment: Enrolment) -> list[Period]:
    entered = enrolment.entered_on or date(2023, 9, 1)
    before = _junior_and_senior(entered, via_senior=enrolment.education == Education.COLLEGE)
    return [*before, _school(enrolment, entered, None, enrolment.institution)]


def _worked(enrolment: Enrolment) -> list[Period]:
    entered = enrolment.entered_on or date(2021, 9, 1)
    left = enrolment.graduated_on or date(entered.year + 3, 6, 1)
    return [
        *_junior_and_senior(entered, via_senior=False),
        _school(enrolment, entered, left, SCHOOL),
        Period(
            kind=HistoryKind.WORK,
            start=date(left.year, left.month + 1, 1),
            place=enrolment.institution,
            subject="数控车工",
            relation=Relation.SAME.value,
        ),
    ]


def _junior_and_senior(entered: date, *, via_senior: bool) -> list[Period]:
    year = entered.year - (3 if via_senior else 0)
    junior = Period(
        start=date(year - 3, 9, 1), end=date(year, 6, 1), stage=Education.JUNIOR, place="练习初级中学"
    )
    senior = Period(
        start=date(year, 9, 1), end=date(year + 3, 6, 1), stage=Education.SENIOR, place="练习高级中学"
    )
    return [junior, senior] if via_senior else [junior]


def _school(enrolment: Enrolment, start: date, end: date | None, place: str) -> Period:
    return Period(
        start=start, end=end, stage=Education(enrolment.education), place=place, subject=enrolment.subject
    )


def eligibility_rules(year: int) -> None:
    """The clauses that come with the portal, and years of birth that let everybody of the tests in."""
    for level in STUDENT_LEVELS:
        BirthYearWindow.objects.get_or_create(
            year=year, level=level, defaults={"born_from": 2000, "born_to": 2010}
        )
    if not EligibilityClause.objects.exists():
        rows = read_clauses(settings.BASE_DIR / "fixtures" / "eligibility_clauses.csv")
        EligibilityClause.objects.bulk_create(EligibilityClause(**asdict(row)) for row in rows)
