"""Who owes which year's review, and where it stands on a day."""

from datetime import date

import pytest
from django.conf import LazySettings

from accounts.models import User
from ostami.clock import day_of
from stations.models import Station
from stations.review_lists import in_state, stations_missing_review, stations_reviewed
from stations.reviews import ReviewState, review_block, review_state, years_owed
from tests.factories import reviews
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("registered_on", "on", "years"),
    [
        (date(2026, 12, 31), date(2026, 12, 31), []),
        (date(2026, 12, 31), date(2027, 1, 1), [2026]),
        (date(2027, 1, 1), date(2027, 1, 1), []),
        (date(2027, 1, 1), date(2028, 1, 1), [2027]),
        (date(2025, 6, 1), date(2027, 6, 1), [2025, 2026]),
    ],
)
def test_a_station_owes_every_year_in_which_it_was_registered(
    station: Station, registered_on: date, on: date, years: list[int]
) -> None:
    reviews.registered(station, registered_on)
    assert list(years_owed(station, on=on)) == years
    assert (review_state(station, 2026, on=on) is not None) == (2026 in years)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), ReviewState.NOT_STARTED),
        (date(2027, 3, 31), ReviewState.NOT_STARTED),
        (date(2027, 4, 1), ReviewState.OVERDUE),
        (date(2027, 4, 30), ReviewState.OVERDUE),
        (date(2027, 5, 1), ReviewState.BLOCKING),
    ],
)
def test_a_review_that_nobody_began_turns_late_and_then_blocks(
    station: Station, on: date, state: ReviewState | None
) -> None:
    reviews.registered(station)
    assert review_state(station, 2026, on=on) is state
    assert bool(list(review_block(station, on=on))) == (state is ReviewState.BLOCKING)


def test_due_day_and_grace_are_settings(station: Station, settings: LazySettings) -> None:
    settings.ANNUAL_REVIEW_DUE, settings.ANNUAL_REVIEW_GRACE_DAYS = "02-28", 0
    reviews.registered(station)
    days = (date(2027, 2, 28), date(2027, 3, 1))
    assert [review_state(station, 2026, on=day) for day in days] == [
        ReviewState.NOT_STARTED,
        ReviewState.BLOCKING,
    ]


@pytest.mark.parametrize("on", [date(2027, 3, 31), date(2027, 5, 1)])
def test_what_was_handed_in_is_never_late(station: Station, management_user: User, on: date) -> None:
    reviews.registered(station)
    review = reviews.handed_in(station)
    assert review_state(station, 2026, on=on) is ReviewState.SUBMITTED
    perform(review, "grade", actor=management_user, reason="同意。", grade="passed")
    assert review_state(station, 2026, on=on) is ReviewState.GRADED
    assert not list(review_block(station, on=on))


def test_a_draft_is_not_handed_in(station: Station) -> None:
    reviews.registered(station)
    reviews.filled(station)
    assert review_state(station, 2026, on=date(2027, 3, 31)) is ReviewState.FILLING
    assert review_state(station, 2026, on=date(2027, 5, 1)) is ReviewState.BLOCKING


def test_a_returned_review_blocks_with_words_of_its_own(station: Station, management_user: User) -> None:
    reviews.registered(station)
    reviews.returned(station, management_user)
    assert review_state(station, 2026, on=date(2027, 3, 31)) is ReviewState.RETURNED
    assert not list(review_block(station, on=date(2027, 4, 30)))
    (problem,) = review_block(station, on=date(2027, 5, 1))
    assert str(problem) == (
        "2026 年度年审已被退回，尚未重新提交，自 2027-05-01 起不能编制或提交年度计划。"
        "请按退回意见修改后重新提交。"
    )


def test_every_missed_year_is_named_and_a_new_year_lifts_nothing(station: Station) -> None:
    reviews.registered(station, date(2025, 6, 1))
    assert [problem.text[:4] for problem in review_block(station, on=date(2027, 1, 2))] == ["2025"]
    assert [problem.text[:4] for problem in review_block(station, on=date(2027, 5, 1))] == ["2026", "2025"]


def test_a_closed_station_owes_nothing(station: Station, management_user: User) -> None:
    reviews.registered(station)
    closed = perform(station, "close", actor=management_user, reason="学校撤并。")
    on = date(2027, 5, 1)
    assert review_state(closed, 2026, on=on) is None
    assert not list(review_block(closed, on=on))
    assert not stations_missing_review(on=on).exists()


def test_the_day_ends_at_midnight_in_shanghai(station: Station) -> None:
    reviews.registered(station)
    last = noon(date(2027, 4, 30)).replace(hour=23, minute=59, second=59)
    after = noon(date(2027, 5, 1)).replace(hour=0)
    assert not list(review_block(station, on=day_of(last)))
    assert list(review_block(station, on=day_of(after)))


def test_the_lists_agree_with_the_single_station(
    station: Station, other_station: Station, management_user: User
) -> None:
    reviews.registered(station)
    reviews.registered(other_station)
    reviews.returned(station, management_user)
    for on in (date(2027, 3, 31), date(2027, 4, 1), date(2027, 5, 1)):
        for one in (station, other_station):
            mine = review_state(one, 2026, on=on)
            rows = stations_reviewed(2026)
            found = {state for state in ReviewState if one in in_state(rows, state, year=2026, on=on)}
            assert found == {mine}
        assert list(stations_missing_review(on=on)) == [station, other_station]
    reviews.handed_in(other_station)
    assert list(stations_missing_review(on=date(2027, 5, 1))) == [station]
    assert list(stations_missing_review(on=date(2027, 5, 1), year=2025)) == []
