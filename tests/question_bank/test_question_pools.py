"""The pools share no question, alike questions of a bank are flagged, and the database holds no words."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.content import Content
from question_bank.kinds import Pool, QuestionKind
from question_bank.listing import twins_of
from question_bank.models import ItemStatus, Question
from question_bank.services.questions import make_question
from question_bank.services.versions import new_version
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam, questions
from tests.question_bank.test_questions import facts
from tests.rivals import at_once, behind
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

SAME = Content(stem="主轴 转速的单位是？", options=("r/min", "mm"), answer=("A",))
TYPED_OTHERWISE = Content(stem="主轴转速的单位是?", options=("mm", "R/MIN"), answer=("B",))
OTHER = "另一题库中有相同的试题"


def waiting(station: Station, trade: Trade, pool: Pool, words: Content) -> Question:
    return questions.question(
        station.organisation, trade, pool=pool, words=words, status=ItemStatus.SUBMITTED
    )


@pytest.fixture
def exam_question(station: Station, turning: Trade, checker: User) -> Question:
    return waiting(station, turning, Pool.EXAM, SAME)


def draft_for_practice(station: Station, trade: Trade) -> Question:
    return questions.question(
        station.organisation, trade, pool=Pool.PRACTICE, words=TYPED_OTHERWISE, status=ItemStatus.DRAFT
    )


@pytest.mark.parametrize("status", [ItemStatus.SUBMITTED, ItemStatus.ACTIVE])
def test_an_exam_question_never_gets_into_the_practice_pool_of_another_station(
    station: Station, other_station: Station, other_station_user: User, turning: Trade, status: ItemStatus
) -> None:
    questions.question(station.organisation, turning, words=SAME, status=status)
    exam.scope(other_station, turning)
    draft = draft_for_practice(other_station, turning)
    with pytest.raises(BlockedError, match=OTHER):
        perform(draft, "submit", actor=other_station_user)


@pytest.mark.parametrize("status", [ItemStatus.DRAFT, ItemStatus.RETIRED])
def test_what_is_in_no_pool_stops_nobody(
    station: Station, writer: User, turning: Trade, status: ItemStatus
) -> None:
    questions.question(station.organisation, turning, words=SAME, status=status)
    draft = draft_for_practice(station, turning)
    assert perform(draft, "submit", actor=writer).status == ItemStatus.SUBMITTED


def test_of_two_that_wait_neither_is_passed_while_the_other_does(
    exam_question: Question, station: Station, turning: Trade, checker: User
) -> None:
    waiting(station, turning, Pool.PRACTICE, TYPED_OTHERWISE)
    with pytest.raises(BlockedError, match=OTHER):
        perform(exam_question, "approve", actor=checker)


def submitted(draft: Question, actor: User) -> str:
    try:
        return perform(draft, "submit", actor=actor).status
    except BlockedError as blocked:
        return blocked.problems[0].text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_handed_in_at_one_instant_one_gets_in(
    station: Station, writer: User, turning: Trade
) -> None:
    first = questions.question(station.organisation, turning, words=SAME, status=ItemStatus.DRAFT)
    second = draft_for_practice(station, turning)
    answers = at_once(lambda draft: submitted(draft, writer), [first, second])
    assert answers == sorted([OTHER, "submitted"])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_waits_until_the_first_is_in(station: Station, writer: User, turning: Trade) -> None:
    first = questions.question(station.organisation, turning, words=SAME, status=ItemStatus.DRAFT)
    second = draft_for_practice(station, turning)
    assert behind(lambda: submitted(first, writer), lambda: submitted(second, writer)) == OTHER


def test_a_question_of_the_own_bank_is_known_again_however_it_is_typed(
    station: Station, other_station: Station, turning: Trade, writer: User
) -> None:
    first = questions.question(station.organisation, turning, words=SAME)
    again = questions.question(station.organisation, turning, words=TYPED_OTHERWISE)
    questions.question(other_station.organisation, turning, words=SAME)
    questions.question(station.organisation, turning, words=SAME, status=ItemStatus.RETIRED)
    assert list(twins_of(again)) == [first]


def test_the_versions_of_one_question_are_no_repetition(
    station: Station, turning: Trade, writer: User
) -> None:
    old = questions.question(station.organisation, turning, words=SAME)
    new = new_version(question=old, actor=writer, at=clock.now())
    assert (list(twins_of(old)), list(twins_of(new))) == ([], [])


def all_text() -> str:
    """Return everything that the database holds, as text."""
    rows: list[Any] = []
    for model in apps.get_models():
        rows.extend(models.QuerySet(model).values())
    return "\n".join(str(row) for row in rows)


def test_no_row_of_the_database_holds_a_questions_words(writer: User, checker: User, turning: Trade) -> None:
    words = {
        "stem": "绝密题干____",
        "answer": ("绝密答案",),
        "marking": "绝密评分",
        "explanation": "绝密解析",
    }
    content = questions.content(QuestionKind.FILL_IN, **words)
    told = facts(turning, content=content)
    made = make_question(kind=QuestionKind.FILL_IN, actor=writer, at=clock.now(), **told)
    made = perform(perform(made, "submit", actor=writer), "return", actor=checker, reason="绝密答案有误")
    perform(perform(made, "submit", actor=writer), "approve", actor=checker, reason="绝密题干可用")
    assert [event.words for event in history_of(made).exclude(reason="")] == ["绝密答案有误", "绝密题干可用"]
    assert verify() == []
    assert "切削用量" in all_text()
    assert "绝密" not in all_text()
    assert Question.objects.get().content == content
