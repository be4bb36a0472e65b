"""Many questions on one page: their writer hands them in, the second person checks them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from ostami import clock
from question_bank.bulk_review import Result, move_many
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import people, questions
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(login: Login, checker: User, turning: Trade) -> Client:
    return login(checker)


def address() -> str:
    return reverse("question_bank:question_review")


def waiting(station: Station, trade: Trade, writer: User, **facts: Any) -> Question:
    return questions.question(
        station.organisation, trade, status=ItemStatus.SUBMITTED, written_by=writer, **facts
    )


def test_what_others_handed_in_is_shown_with_its_words(
    review: Client, station: Station, turning: Trade, writer: User, checker: User
) -> None:
    shown = [waiting(station, turning, writer, kind=kind) for kind in QuestionKind]
    mine = waiting(station, turning, checker)
    html = review.get(address()).content.decode()
    assert all(one.content.stem in html for one in shown)
    assert mine.content.stem not in html
    assert "正确答案" in html


def test_a_look_at_exam_questions_is_recorded_once_a_day(
    review: Client, station: Station, turning: Trade, writer: User, checker: User
) -> None:
    exam = waiting(station, turning, writer)
    practice = waiting(station, turning, writer, pool=Pool.PRACTICE)
    review.get(address())
    review.get(address())
    assert history_of(exam).filter(action="look", actor=checker).count() == 1
    assert not history_of(practice).filter(action="look").exists()


def test_those_ticked_are_passed_the_others_wait(
    review: Client, station: Station, turning: Trade, writer: User
) -> None:
    first, second, third = (waiting(station, turning, writer) for _ in range(3))
    html = review.post(address(), {"questions": [first.pk, third.pk]}).content.decode()
    assert "共勾选 2 题，已通过 2 题。" in html
    assert "待我复核还有 1 题" in html
    states = dict(Question.objects.values_list("pk", "status"))
    assert states == {first.pk: "active", second.pk: "submitted", third.pk: "active"}


def test_each_has_a_result_of_its_own(
    review: Client, station: Station, turning: Trade, writer: User, checker: User
) -> None:
    good, handled, twin = (waiting(station, turning, writer) for _ in range(3))
    perform(handled, "return", actor=checker, reason="答案有误")
    questions.question(station.organisation, turning, pool=Pool.PRACTICE, words=twin.content)
    html = review.post(address(), {"questions": [good.pk, handled.pk, twin.pk]}).content.decode()
    assert "已通过 1 题" in html
    assert "已由他人处理" in html
    assert "另一题库中有相同的试题" in html
    assert Question.objects.get(pk=twin.pk).status == ItemStatus.SUBMITTED


def test_nobody_passes_their_own_or_others_questions(
    review: Client, station: Station, turning: Trade, writer: User, checker: User, management_user: User
) -> None:
    mine = waiting(station, turning, checker)
    assert management_user.organisation is not None
    theirs = questions.question(management_user.organisation, turning, status=ItemStatus.SUBMITTED)
    for one in (mine, theirs):
        assert review.post(address(), {"questions": [one.pk]}).status_code == 422
    assert not Question.objects.filter(status=ItemStatus.ACTIVE).exists()


def test_nothing_ticked_is_told(review: Client, station: Station, turning: Trade, writer: User) -> None:
    waiting(station, turning, writer)
    answer = review.post(address())
    assert answer.status_code == 422
    assert "请勾选试题" in answer.content.decode()


def test_an_empty_queue_says_so(review: Client, login: Login) -> None:
    assert "没有待您复核的试题" in review.get(address()).content.decode()
    assert login(people.candidate("林小禾").user).get(address()).status_code == 403


def test_their_writer_hands_in_many_drafts(
    login: Login, station: Station, turning: Trade, writer: User, checker: User
) -> None:
    page, desk = reverse("question_bank:question_submit_many"), login(writer)
    first, second = (
        questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=writer)
        for _ in range(2)
    )
    theirs = questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=checker)
    html = desk.get(page).content.decode()
    assert first.content.stem in html
    assert theirs.content.stem not in html
    assert desk.post(page, {"questions": [theirs.pk]}).status_code == 422
    html = desk.post(page, {"questions": [first.pk]}).content.decode()
    assert "已提交 1 题。我的草稿还有 1 题。" in html
    states = dict(Question.objects.values_list("pk", "status"))
    assert states == {first.pk: "submitted", second.pk: "draft", theirs.pk: "draft"}


def test_the_page_asks_as_often_for_three_questions_as_for_one(
    review: Client, station: Station, turning: Trade, writer: User
) -> None:
    counts = []
    for _ in range(2):
        waiting(station, turning, writer)
        review.get(address())  # records the look
        with CaptureQueriesContext(connection) as asked:
            review.get(address())
        counts.append(len(asked))
        waiting(station, turning, writer)
    assert counts[0] == counts[1]


def test_one_that_is_deleted_meanwhile_keeps_no_other_back(
    station: Station, turning: Trade, writer: User
) -> None:
    gone, stays = (
        questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=writer)
        for _ in range(2)
    )
    Question.objects.filter(pk=gone.pk).delete()
    outcomes = move_many([gone, stays], "submit", actor=writer, at=clock.now())
    assert [one.result for one in outcomes] == [Result.OVERTAKEN, Result.DONE]
    assert outcomes[0].reasons == ("试题已被删除。",)
