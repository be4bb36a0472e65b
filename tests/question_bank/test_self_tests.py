"""A self-test is drawn once, takes answers until its time is up, and is handed in once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404

from candidates.models import Candidate
from ostami import clock
from ostami.problems import BlockedError
from question_bank.kinds import OBJECTIVE, QuestionKind
from question_bank.models import ItemStatus, SelfTest
from question_bank.selectors.mistakes import mistaken_questions
from question_bank.services.self_tests import hand_in, save_answer
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import people, self_tests
from tests.rivals import at_once

SECOND = timedelta(seconds=1)


@pytest.fixture
def lin(db: None) -> Candidate:
    return people.candidate("林小禾")


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def test_of_lin(station: Station, turning: Trade, lin: Candidate, at: datetime) -> SelfTest:
    """Ten single-choice questions in ten minutes."""
    self_tests.practice(station.organisation, turning, 12)
    return self_tests.started(lin.user, turning, at)


def given(test: SelfTest, place: int = 1) -> list[str]:
    found: list[str] = test.answers.get(place=place).given
    return found


def test_as_many_questions_are_drawn_as_asked_for_a_minute_each(test_of_lin: SelfTest, at: datetime) -> None:
    assert list(test_of_lin.answers.values_list("place", flat=True)) == list(range(1, 11))
    assert test_of_lin.ends_at == at + timedelta(minutes=10)


def test_where_there_are_fewer_all_are_drawn(
    station: Station, turning: Trade, lin: Candidate, at: datetime
) -> None:
    pool = self_tests.practice(station.organisation, turning, 3)
    test = self_tests.started(lin.user, turning, at, number=50)
    assert {answer.question for answer in test.answers.all()} == set(pool)
    assert test.ends_at == at + timedelta(minutes=3)


def test_only_active_objective_questions_of_the_trade_and_level_are_drawn(
    station: Station, other_station: Station, turning: Trade, lin: Candidate, at: datetime
) -> None:
    owner = station.organisation
    right = [self_tests.practice(owner, turning, kind=kind)[0] for kind in sorted(OBJECTIVE)]
    right += self_tests.practice(other_station.organisation, turning)
    for kind in sorted(set(QuestionKind) - OBJECTIVE):
        self_tests.practice(owner, turning, kind=kind)
    for status in sorted(set(ItemStatus) - {ItemStatus.ACTIVE}):
        self_tests.practice(owner, turning, status=status)
    self_tests.practice(owner, turning, level=3)
    drawn = self_tests.started(lin.user, turning, at, number=50).answers.all()
    assert {answer.question for answer in drawn} == set(right)


def test_with_nothing_to_draw_nothing_starts(turning: Trade, lin: Candidate, at: datetime) -> None:
    with pytest.raises(BlockedError, match="暂时没有自测题"):
        self_tests.started(lin.user, turning, at)
    assert not SelfTest.objects.exists()


def test_the_questions_drawn_count_as_used(test_of_lin: SelfTest, at: datetime) -> None:
    assert {answer.question.used_at for answer in test_of_lin.answers.all()} == {at}


def test_a_second_start_leads_back_to_the_running_one(
    test_of_lin: SelfTest, turning: Trade, lin: Candidate
) -> None:
    again = self_tests.started(lin.user, turning, test_of_lin.ends_at - SECOND)
    assert again == test_of_lin


def test_once_time_is_up_another_starts(test_of_lin: SelfTest, turning: Trade, lin: Candidate) -> None:
    again = self_tests.started(lin.user, turning, test_of_lin.ends_at)
    test_of_lin.refresh_from_db()
    assert again != test_of_lin
    assert test_of_lin.finished_at == test_of_lin.ends_at


def test_the_database_holds_one_open_test_a_trade_and_level(
    test_of_lin: SelfTest, turning: Trade, lin: Candidate, at: datetime
) -> None:
    facts = {"trade": turning, "level": 4, "started_at": at, "ends_at": at + SECOND}
    with pytest.raises(IntegrityError):
        SelfTest.objects.create(user=lin.user, **facts)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_starts_at_one_instant_one_makes_a_test(
    station: Station, turning: Trade, lin: Candidate, at: datetime
) -> None:
    self_tests.practice(station.organisation, turning, 12)
    made = at_once(lambda user: str(self_tests.started(user, turning, at).pk), [lin.user, lin.user])
    assert made == [str(SelfTest.objects.get().pk)] * 2


def test_an_answer_is_kept_up_to_the_last_second(test_of_lin: SelfTest) -> None:
    save_answer(test=test_of_lin, place=1, given=["A"], at=test_of_lin.ends_at - SECOND)
    assert given(test_of_lin) == ["A"]


@pytest.mark.parametrize("late", [timedelta(), SECOND])
def test_from_the_end_on_no_answer_is_taken(test_of_lin: SelfTest, at: datetime, late: timedelta) -> None:
    save_answer(test=test_of_lin, place=1, given=["A"], at=at)
    with pytest.raises(BlockedError, match="自测已结束"):
        save_answer(test=test_of_lin, place=1, given=["B"], at=test_of_lin.ends_at + late)
    assert given(test_of_lin) == ["A"]


def test_after_handing_in_no_answer_is_taken(test_of_lin: SelfTest, at: datetime) -> None:
    hand_in(test=test_of_lin, at=at + SECOND)
    with pytest.raises(BlockedError, match="自测已结束"):
        save_answer(test=test_of_lin, place=1, given=["A"], at=at + 2 * SECOND)


def test_handing_in_twice_keeps_the_first_instant(test_of_lin: SelfTest, at: datetime) -> None:
    hand_in(test=test_of_lin, at=at + SECOND)
    assert hand_in(test=test_of_lin, at=at + 2 * SECOND).finished_at == at + SECOND


def test_handing_in_too_late_leaves_the_end_to_time(test_of_lin: SelfTest) -> None:
    late = hand_in(test=test_of_lin, at=test_of_lin.ends_at + SECOND)
    assert late.ended_at == test_of_lin.ends_at


def test_an_answer_can_be_changed_and_taken_back(test_of_lin: SelfTest, at: datetime) -> None:
    save_answer(test=test_of_lin, place=1, given=["B"], at=at)
    assert save_answer(test=test_of_lin, place=1, given=["A"], at=at).is_right is True
    back = save_answer(test=test_of_lin, place=1, given=[], at=at)
    assert (back.given, back.is_right, back.answered_at) == ([], None, None)


def test_a_place_that_there_is_not_is_not_answered(test_of_lin: SelfTest, at: datetime) -> None:
    with pytest.raises(Http404):
        save_answer(test=test_of_lin, place=11, given=["A"], at=at)


def test_wrong_answers_are_practised_until_they_are_right(
    station: Station, turning: Trade, lin: Candidate, at: datetime
) -> None:
    self_tests.practice(station.organisation, turning, 5)
    first = self_tests.started(lin.user, turning, at)
    self_tests.answered(first, {1: True, 2: False, 3: False}, at=at)
    wrong = {first.answers.get(place=place).question for place in (2, 3)}
    second = self_tests.started(lin.user, turning, first.ends_at, of_mistakes=True)
    assert {answer.question for answer in second.answers.all()} == wrong
    self_tests.answered(second, {1: True, 2: False}, at=first.ends_at)
    third = self_tests.started(lin.user, turning, second.ends_at, of_mistakes=True)
    assert [answer.question for answer in third.answers.all()] == [second.answers.get(place=2).question]


def test_what_is_wrong_in_a_running_test_is_not_told(
    test_of_lin: SelfTest, lin: Candidate, at: datetime
) -> None:
    self_tests.answered(test_of_lin, {1: False}, at=at)
    assert mistaken_questions(lin.user, at=test_of_lin.ends_at - SECOND) == set()
    assert len(mistaken_questions(lin.user, at=test_of_lin.ends_at)) == 1


def test_the_mistakes_of_others_are_not_practised(
    test_of_lin: SelfTest, turning: Trade, at: datetime
) -> None:
    self_tests.answered(test_of_lin, {1: False}, at=at)
    with pytest.raises(BlockedError, match="没有可练习的错题"):
        self_tests.started(people.candidate("钱多多").user, turning, test_of_lin.ends_at, of_mistakes=True)
