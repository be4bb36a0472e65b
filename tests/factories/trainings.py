"""Trainings, people entered for them, and their results."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from examiners.models import ExaminerApplication, SoughtGrade, Training, TrainingEntry, TrainingResult
from examiners.services.training_entries import enter_people
from examiners.services.training_facts import TrainingFacts
from examiners.services.training_results import Outcome, record_results
from examiners.services.trainings import open_training
from tests.factories import exam

ANNOUNCED = date(2026, 5, 1)
ENTER_UNTIL = date(2026, 6, 10)
STARTS_ON = date(2026, 6, 15)
ENDS_ON = date(2026, 6, 17)
FACTS: dict[str, Any] = {
    "title": "2026 年第一期考评员培训认证班",
    "sought": SoughtGrade.EXAMINER,
    "is_online": False,
    "place": "练习市示例路 1 号报告厅",
    "starts_on": STARTS_ON,
    "ends_on": ENDS_ON,
    "enrol_until": ENTER_UNTIL,
    "capacity": 60,
}


def training(management: User, **facts: Any) -> Training:
    """Open a training for examiners, announced on 05-01, entries until 06-10, held from 06-15 to 06-17."""
    told = TrainingFacts(**{**FACTS, **facts})
    return open_training(facts=told, actor=management, at=exam.noon(ANNOUNCED))


def entered(course: Training, *applications: ExaminerApplication, user: User) -> list[TrainingEntry]:
    """Enter people on the last day for it."""
    at = exam.noon(course.enrol_until)
    return enter_people(training=course, applications=applications, actor=user, at=at)


def decided(
    entry: TrainingEntry,
    management: User,
    result: TrainingResult = TrainingResult.PASSED,
    *,
    score: str | None = None,
    on: date = ENDS_ON,
) -> TrainingEntry:
    """Enter somebody's result, passed unless told otherwise."""
    outcome = Outcome(entry.pk, result.value, Decimal(score) if score else None)
    record_results(training=entry.training, outcomes=[outcome], actor=management, at=exam.noon(on))
    entry.refresh_from_db()
    return entry
