"""The guide's numbers, at their borders."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from ostami import policy
from ostami.clock import SHANGHAI


@pytest.mark.parametrize(
    ("number", "clause_value"),
    [
        (policy.BATCH_LEAD_DAYS, 30),
        (policy.ROSTER_LEAD_DAYS, 10),
        (policy.PAPER_LEAD_DAYS, 10),
        (policy.PLAN_ITEM_MAX_PEOPLE, 99),
        (policy.PANEL_MIN_EXAMINERS, 3),
        (policy.EXAMINERS_PER_TRADE, 3),
        (policy.EXAMINER_MAX_TRADES, 3),
        (policy.SENIOR_EXAMINER_LEVELS, {1, 2}),
        (policy.UPLOAD_MAX_BYTES, 1_048_576),
        (policy.SUPERVISION_PEOPLE, 80),
        (policy.SCORE_STEP, Decimal("0.5")),
        (policy.SCORE_MAX, 100),
        (policy.PASS_SCORE, 60),
        (policy.GOOD_SCORE, 80),
        (policy.EXCELLENT_SCORE, 90),
    ],
)
def test_the_numbers_are_the_guides(number: object, clause_value: object) -> None:
    assert number == clause_value


@pytest.mark.parametrize(
    ("applied_on", "earliest"),
    [
        (date(2026, 6, 1), date(2026, 7, 1)),
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2028, 1, 31), date(2028, 3, 1)),
        (date(2026, 12, 2), date(2027, 1, 1)),
    ],
)
def test_an_exam_lies_thirty_days_after_its_application(applied_on: date, earliest: date) -> None:
    assert policy.earliest_exam_date(applied_on) == earliest


@pytest.mark.parametrize(
    ("exam_date", "last_day", "closing_day"),
    [
        (date(2026, 9, 1), date(2026, 8, 21), date(2026, 8, 22)),
        (date(2026, 3, 11), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2028, 3, 11), date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 1, 11), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_enrolment_closes_when_its_last_day_ends(exam_date: date, last_day: date, closing_day: date) -> None:
    closes = policy.enrolment_closes_at(exam_date)
    assert policy.last_enrolment_day(exam_date) == last_day
    assert closes == datetime(closing_day.year, closing_day.month, closing_day.day, tzinfo=SHANGHAI)
    assert closes.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("exam_date", "opens", "closes"),
    [
        (date(2026, 9, 1), datetime(2026, 8, 22, tzinfo=SHANGHAI), datetime(2026, 9, 2, tzinfo=SHANGHAI)),
        (date(2026, 12, 31), datetime(2026, 12, 21, tzinfo=SHANGHAI), datetime(2027, 1, 1, tzinfo=SHANGHAI)),
    ],
)
def test_papers_are_signed_for_from_ten_days_before_to_the_end_of_the_exam_day(
    exam_date: date, opens: datetime, closes: datetime
) -> None:
    assert policy.paper_window(exam_date) == (opens, closes)
    assert all(instant.tzinfo is SHANGHAI for instant in policy.paper_window(exam_date))


def test_the_guides_own_example_holds() -> None:
    """Guide 4.5.1-2: apply on 06-01 for exams after 06-30; exam 09-01: last day 08-21, shut on 08-22."""
    assert policy.earliest_exam_date(date(2026, 6, 1)) > date(2026, 6, 30)
    assert policy.last_enrolment_day(date(2026, 9, 1)) == date(2026, 8, 21)
    assert policy.enrolment_closes_at(date(2026, 9, 1)).date() == date(2026, 8, 22)


@pytest.mark.parametrize(
    ("year", "due", "grace_days", "last_day", "blocks_from"),
    [
        (2026, "03-31", 30, date(2027, 3, 31), date(2027, 5, 1)),
        (2026, "03-31", 0, date(2027, 3, 31), date(2027, 4, 1)),
        (2027, "02-28", 1, date(2028, 2, 28), date(2028, 3, 1)),
        (2026, "12-31", 30, date(2027, 12, 31), date(2028, 1, 31)),
    ],
)
def test_a_review_is_due_in_the_next_year_and_blocks_after_the_grace(
    year: int, due: str, grace_days: int, last_day: date, blocks_from: date
) -> None:
    assert policy.review_opens_on(year) == date(year + 1, 1, 1)
    assert policy.review_due_on(year, due=due) == last_day
    assert policy.review_blocks_from(year, due=due, grace_days=grace_days) == blocks_from


@pytest.mark.parametrize(
    ("valid_from", "years", "last"),
    [
        (date(2026, 6, 10), 3, date(2029, 6, 9)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
        (date(2025, 3, 1), 3, date(2028, 2, 29)),
        (date(2024, 3, 1), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 2, 28), 1, date(2025, 2, 27)),
    ],
)
def test_a_licence_ends_the_day_before_the_same_day_years_later(
    valid_from: date, years: int, last: date
) -> None:
    assert policy.term_ends(valid_from, years=years) == last


@pytest.mark.parametrize(
    ("registered_on", "on", "years"),
    [
        (date(2026, 12, 31), date(2026, 12, 31), []),
        (date(2026, 12, 31), date(2027, 1, 1), [2026]),
        (date(2027, 1, 1), date(2027, 12, 31), []),
        (date(2025, 3, 1), date(2027, 1, 1), [2025, 2026]),
        (date(2028, 1, 1), date(2027, 1, 1), []),
    ],
)
def test_a_year_is_reviewed_once_it_is_over(registered_on: date, on: date, years: list[int]) -> None:
    assert list(policy.review_years(registered_on, on=on)) == years
