from decimal import Decimal

import pytest

from exams.grading import PASSING, ExamGrade, grade


@pytest.mark.parametrize(
    ("theory", "practical", "expected"),
    [
        ("0", "0", "不合格"),
        ("59.5", "59.5", "不合格"),
        ("60", "60", "合格"),
        ("79.5", "79.5", "合格"),
        ("80", "80", "良好"),
        ("89.5", "89.5", "良好"),
        ("90", "90", "优秀"),
        ("100", "100", "优秀"),
        # the lower of the two decides, whichever it is
        ("100", "59.5", "不合格"),
        ("59.5", "100", "不合格"),
        ("60", "100", "合格"),
        ("100", "79.5", "合格"),
        ("80", "95", "良好"),
        ("90", "89.5", "良好"),
    ],
)
def test_the_lower_score_gives_the_grade(theory: str, practical: str, expected: str) -> None:
    assert grade(Decimal(theory), Decimal(practical)) == expected


@pytest.mark.parametrize(("theory", "practical"), [(None, None), ("95", None), (None, "95"), ("10", None)])
def test_an_absence_gives_no_grade(theory: str | None, practical: str | None) -> None:
    assert grade(Decimal(theory) if theory else None, Decimal(practical) if practical else None) is None


@pytest.mark.parametrize("score", ["-0.5", "100.5", "0.25", "59.9", "1000"])
def test_a_score_off_the_scale_is_refused(score: str) -> None:
    with pytest.raises(ValueError, match=r"steps of 0\.5"):
        grade(Decimal(score), Decimal(80))
    with pytest.raises(ValueError, match=r"steps of 0\.5"):
        grade(Decimal(80), Decimal(score))


def test_three_grades_pass() -> None:
    assert {ExamGrade.EXCELLENT, ExamGrade.GOOD, ExamGrade.PASSED} == PASSING
