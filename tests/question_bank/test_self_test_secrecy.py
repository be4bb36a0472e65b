"""No exam question is drawn for a self-test, shown in one, or counted."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.content import Content
from question_bank.kinds import OBJECTIVE, Pool
from question_bank.models import Question, SelfTestAnswer
from question_bank.selectors.self_tests import Score, scores_of
from question_bank.services import self_tests as service
from question_bank.services.self_tests import hand_in, save_answer
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import people, questions, self_tests
from workflow.lifecycle import perform

DRAWS = 10_000
SECRET = Content(stem="绝密的主轴转速？", options=("甲", "乙"), answer=("A",))


@pytest.fixture
def lin(db: None) -> User:
    return people.candidate("林小禾").user


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def mixed(station: Station, other_station: Station, turning: Trade) -> list[Question]:
    """Practice questions of two stations among as many exam questions, one of them in both pools."""
    pool: list[Question] = []
    for one in (station.organisation, other_station.organisation):
        for kind in sorted(OBJECTIVE):
            pool += self_tests.practice(one, turning, 2, kind=kind)
            self_tests.practice(one, turning, 2, kind=kind, pool=Pool.EXAM)
    questions.question(station.organisation, turning, words=SECRET)
    questions.question(other_station.organisation, turning, words=SECRET, pool=Pool.PRACTICE)
    return pool


def test_among_ten_thousand_drawn_there_is_no_exam_question_and_each_practice_question_as_often(
    mixed: list[Question], turning: Trade
) -> None:
    drawn = Counter(key for _ in range(DRAWS // 10) for key in service._drawn(None, turning, 4, 10))
    assert drawn.total() == DRAWS
    assert set(drawn) == {question.pk for question in mixed}
    # Each is expected 625 times; 100 more or less are six standard deviations.
    assert all(abs(number - DRAWS / len(mixed)) < 100 for number in drawn.values())


def test_should_an_exam_question_be_drawn_nothing_is_stored(
    mixed: list[Question], turning: Trade, lin: User, at: datetime
) -> None:
    test = self_tests.started(lin, turning, at)
    test.answers.all().delete()
    exam_question = Question.objects.filter(pool=Pool.EXAM).earliest("pk")
    with pytest.raises(RuntimeError, match="isn't for practice"), transaction.atomic():
        service._lay_out(test, [mixed[0].pk, exam_question.pk])
    assert not SelfTestAnswer.objects.exists()


def became_secret(question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(pool=Pool.EXAM)


def got_a_twin(question: Question) -> None:
    questions.question(question.owner, question.trade, words=question.content)


@pytest.mark.parametrize("change", [became_secret, got_a_twin])
def test_a_question_that_became_secret_is_not_shown_answered_or_counted(
    station: Station,
    turning: Trade,
    lin: User,
    at: datetime,
    login: Login,
    change: Callable[[Question], None],
) -> None:
    practice = self_tests.practice(station.organisation, turning, words=SECRET)
    self_tests.practice(station.organisation, turning)
    test = self_tests.started(lin, turning, at)
    self_tests.answered(test, {1: True, 2: True}, at=at)
    change(practice[0])
    place = test.answers.get(question=practice[0]).place
    page = f"/questions/self-test/{test.pk}/{place}/"
    shown = login(lin).get(page)
    assert "已移出自测题库" in shown.content.decode()
    assert "绝密" not in shown.content.decode()
    assert login(lin).post(page, {"given": "A"}).status_code == 404
    with pytest.raises(BlockedError, match="已移出自测题库"):
        save_answer(test=test, place=place, given=["A"], at=at)
    hand_in(test=test, at=at)
    result = login(lin).get(f"/questions/self-test/{test.pk}/result/").content.decode()
    assert f"第 {place} 题已移出自测题库" in result
    assert "绝密" not in result
    assert scores_of([test]) == [(test, Score(1, 1))]


def test_a_question_retired_meanwhile_stays_in_its_test_and_is_drawn_no_more(
    station: Station, turning: Trade, checker: User, lin: User, at: datetime, login: Login
) -> None:
    words = Content(stem="停用的主轴转速？", options=("甲", "乙"), answer=("A",))
    practice = self_tests.practice(station.organisation, turning, words=words)
    test = self_tests.started(lin, turning, at)
    perform(practice[0], "retire", actor=checker, reason="已过时")
    save_answer(test=test, place=1, given=["A"], at=at)
    hand_in(test=test, at=at)
    assert "停用的主轴转速" in login(lin).get(f"/questions/self-test/{test.pk}/result/").content.decode()
    assert scores_of([test]) == [(test, Score(1, 1))]
    with pytest.raises(BlockedError, match="暂时没有自测题"):
        self_tests.started(lin, turning, at)
