"""The grade (评定成绩) that two scores give (guide 4.6-1)."""

from decimal import Decimal

from django.db import models

from ostami.policy import EXCELLENT_SCORE, GOOD_SCORE, PASS_SCORE, SCORE_MAX, SCORE_STEP


class ExamGrade(models.TextChoices):
    """Grades, best first."""

    EXCELLENT = "优秀", "优秀"
    GOOD = "良好", "良好"
    PASSED = "合格", "合格"
    FAILED = "不合格", "不合格"


PASSING = frozenset({ExamGrade.EXCELLENT, ExamGrade.GOOD, ExamGrade.PASSED})


def grade(theory: Decimal | None, practical: Decimal | None) -> ExamGrade | None:
    """Return the grade by the lower of two scores of 0 to 100 in steps of 0.5 (guide 4.6-1).

    Below 60 不合格, [60, 80) 合格, [80, 90) 良好, [90, 100] 优秀. An absence (None) gives no grade.

    Raises:
        ValueError: a score is out of range or off the step.
    """
    if theory is None or practical is None:
        return None
    for score in (theory, practical):
        if not 0 <= score <= SCORE_MAX or score % SCORE_STEP:
            raise ValueError(f"A score is 0 to 100 in steps of 0.5, not {score}.")
    lower = min(theory, practical)
    if lower < PASS_SCORE:
        return ExamGrade.FAILED
    if lower < GOOD_SCORE:
        return ExamGrade.PASSED
    return ExamGrade.GOOD if lower < EXCELLENT_SCORE else ExamGrade.EXCELLENT
