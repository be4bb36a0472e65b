"""What self-tests came to: scores in percent, and weak knowledge points over the last ten."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from ostami import clock
from question_bank.models import SelfTest
from question_bank.selectors.self_tests import PointScore, Score, points_of, scores_of, weak_points
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import people, self_tests

SUBJECT = "数控车工 四级/中级工"


@pytest.fixture
def lin(db: None) -> User:
    return people.candidate("林小禾").user


@pytest.fixture
def at() -> datetime:
    return clock.now()


def answered_by_point(test: SelfTest, right: dict[str, int], at: datetime) -> None:
    """Answer everything; of each knowledge point so many rightly."""
    left = dict(right)
    for answer in test.answers.select_related("question"):
        point = answer.question.knowledge_point
        left[point] -= 1
        self_tests.answered(test, {answer.place: left[point] >= 0}, at=at)


@pytest.mark.parametrize(
    ("right", "asked", "percent", "weak"),
    [
        (0, 0, 0, False),
        (0, 3, 0, True),
        (1, 3, 33, True),
        (2, 3, 67, False),
        (1, 8, 13, True),
        (3, 5, 60, False),
        (119, 200, 60, True),
        (3, 3, 100, False),
    ],
)
def test_percent_is_rounded_half_up_and_weak_lies_below_sixty(
    right: int, asked: int, percent: int, *, weak: bool
) -> None:
    assert (Score(right, asked).percent, Score(right, asked).is_weak) == (percent, weak)


@pytest.fixture
def ten_points(station: Station, turning: Trade) -> None:
    self_tests.practice(station.organisation, turning, 5, knowledge_point="切削用量")
    self_tests.practice(station.organisation, turning, 5, knowledge_point="安全生产")


@pytest.mark.usefixtures("ten_points")
def test_a_test_is_scored_by_knowledge_point_the_weakest_first(
    turning: Trade, lin: User, at: datetime
) -> None:
    test = self_tests.started(lin, turning, at)
    answered_by_point(test, {"切削用量": 2, "安全生产": 3}, at)
    assert scores_of([test]) == [(test, Score(5, 10))]
    assert points_of(test) == [PointScore(2, 5, "切削用量"), PointScore(3, 5, "安全生产")]


@pytest.mark.usefixtures("ten_points")
def test_weak_points_are_those_of_the_last_ten_tests_that_are_over(
    turning: Trade, lin: User, at: datetime
) -> None:
    first = self_tests.started(lin, turning, at)
    answered_by_point(first, {"切削用量": 0, "安全生产": 5}, at)
    assert weak_points(lin, at=at) == []
    assert weak_points(lin, at=first.ends_at) == [PointScore(0, 5, "切削用量", SUBJECT)]
    begin = first.ends_at
    for _ in range(10):
        good = self_tests.started(lin, turning, begin)
        answered_by_point(good, {"切削用量": 5, "安全生产": 5}, begin)
        begin = good.ends_at
    assert weak_points(lin, at=begin) == []
    assert weak_points(people.candidate("钱多多").user, at=begin + timedelta(days=1)) == []


@pytest.mark.usefixtures("ten_points")
def test_what_is_not_answered_counts_as_wrong(turning: Trade, lin: User, at: datetime) -> None:
    test = self_tests.started(lin, turning, at)
    assert scores_of([test]) == [(test, Score(0, 10))]
