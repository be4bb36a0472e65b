from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from exams.fields import ScoreFormField
from exams.scores import Scores


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("", None),
        ("  ", None),
        ("0", "0"),
        ("100", "100"),
        ("85.5", "85.5"),
        ("85.", "85"),
        (" 85 ", "85"),
        ("８５．５", "85.5"),
        ("85。5", "85.5"),
        ("+60", "60"),
        ("090", "90"),
        ("85.50", "85.5"),
        ("85.00", "85"),
        ("100.00", "100"),
    ],
)
def test_scores_are_read_as_people_type_them(typed: str, score: str | None) -> None:
    assert ScoreFormField(required=False).clean(typed) == (Decimal(score) if score else None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("100.5", "0 至 100 分"),
        ("-0.5", "0 至 100 分"),
        ("0.25", "0.5 分为最小单位"),
        ("59.9", "0.5 分为最小单位"),
        ("85,5", "不是成绩"),
        ("八十", "不是成绩"),
        ("缺考", "不是成绩"),
        ("NaN", "不是成绩"),
        ("Infinity", "不是成绩"),
        ("1e1", "不是成绩"),
        ("8 5 分", "不是成绩"),
    ],
)
def test_what_is_no_score_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ScoreFormField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("scores", "complete", "outcome"),
    [
        (Scores(), False, ""),
        (Scores(theory=Decimal(85)), False, ""),
        (Scores(theory_absent=True), False, ""),
        (Scores(theory_absent=True, practical=Decimal(90)), True, "未考全"),
        (Scores(theory_absent=True, practical_absent=True), True, "未考全"),
        (Scores(Decimal(85), Decimal("92.5")), True, "良好"),
        (Scores(Decimal(0), Decimal(0)), True, "不合格"),
    ],
)
def test_a_row_is_complete_with_two_scores_or_absences(
    scores: Scores, *, complete: bool, outcome: str
) -> None:
    assert (scores.complete, scores.outcome) == (complete, outcome)
