"""Verbs on self-tests. They concern their person alone and decide nothing, so they leave no audit lines."""

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import Http404

from accounts.models import User
from ostami.problems import Problem, refuse_if
from question_bank.kinds import QuestionKind
from question_bank.marking import is_right
from question_bank.models import Question, SelfTest, SelfTestAnswer
from question_bank.practice import drawable_questions, public_answers
from question_bank.selectors.mistakes import mistaken_questions
from scope_catalog.models import Trade

NUMBERS = (10, 20, 50)
MINUTES_A_QUESTION = 1
_CHANCE = random.SystemRandom()


@transaction.atomic
def start_test(
    *, user: User, trade: Trade, level: int, number: int, at: datetime, of_mistakes: bool = False
) -> SelfTest:
    """Draw a self-test and start its time; the one that runs for this trade and level is returned instead.

    Args:
        user: whose test.
        trade: the trade.
        level: the level, 5 to 1.
        number: how many questions at most.
        at: the instant of the act.
        of_mistakes: draw from what the person got wrong the last time.

    Raises:
        BlockedError: there is nothing to draw.
    """
    # Two windows begin one test, not two. Not the key: whatever else the person does names it meanwhile.
    User.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    mine = SelfTest.objects.filter(user=user, trade=trade, level=level)
    running = mine.running(at).first()
    if running is not None:
        return running
    mine.filter(finished_at=None).update(finished_at=F("ends_at"))
    drawn = _drawn(mistaken_questions(user, at=at) if of_mistakes else None, trade, level, number)
    minutes = timedelta(minutes=MINUTES_A_QUESTION * len(drawn))
    facts = {"user": user, "trade": trade, "level": level, "of_mistakes": of_mistakes}
    made = SelfTest.objects.create(**facts, started_at=at, ends_at=at + minutes)
    _lay_out(made, drawn)
    return made


@transaction.atomic
def save_answer(*, test: SelfTest, place: int, given: Sequence[str], at: datetime) -> SelfTestAnswer:
    """Store and mark one answer; an empty one takes the answer back.

    Raises:
        BlockedError: the test is over at `at`, or the question is no longer for practice.
        Http404: the test has no such question.
    """
    row = _locked(test)
    if row.is_over(at):
        refuse_if([Problem("自测已结束，这次作答没有保存", remedy="结束前保存的作答照常计分")])
    answer = row.answers.select_related("question").filter(place=place).first()
    if answer is None:
        raise Http404
    if not public_answers().filter(pk=answer.pk).exists():
        refuse_if([Problem("这道题已移出自测题库，不计分", remedy="请做其他题")])
    _put(answer, [text.strip() for text in given], at)
    return answer


@transaction.atomic
def hand_in(*, test: SelfTest, at: datetime) -> SelfTest:
    """End a self-test; one that is over stays as it is."""
    row = _locked(test)
    if not row.is_over(at):
        row.finished_at = at
        row.save(update_fields=["finished_at"])
    return row


def _locked(test: SelfTest) -> SelfTest:
    return SelfTest.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=test.pk)


def _drawn(among: Collection[int] | None, trade: Trade, level: int, number: int) -> list[int]:
    """Draw keys of questions, each equally likely, in an order drawn as well."""
    pool = drawable_questions().filter(trade=trade, level=level)
    if among is not None:
        pool = pool.filter(pk__in=among)
    keys = list(pool.order_by("pk").values_list("pk", flat=True))
    if not keys:
        text = "该工种、等级没有可练习的错题" if among is not None else "该工种、等级暂时没有自测题"
        refuse_if([Problem(text, remedy="请选择其他工种、等级，或以后再来")])
    return _CHANCE.sample(keys, min(number, len(keys)))


def _lay_out(test: SelfTest, drawn: Sequence[int]) -> None:
    """Store the questions, and look once more that each of them is public.

    Raises:
        RuntimeError: one isn't; nothing is stored.
    """
    rows = [SelfTestAnswer(test=test, question_id=key, place=place) for place, key in enumerate(drawn, 1)]
    SelfTestAnswer.objects.bulk_create(rows)
    if public_answers().filter(test=test).count() != len(rows):
        raise RuntimeError("A self-test drew a question that isn't for practice.")
    # In one order, so that two people who draw the same questions at one instant don't wait for each other.
    new = Question.objects.filter(pk__in=drawn, used_at=None).order_by("pk").select_for_update(no_key=True)
    keys = list(new.values_list("pk", flat=True))
    Question.objects.filter(pk__in=keys).update(used_at=test.started_at)


def _put(answer: SelfTestAnswer, given: list[str], at: datetime) -> None:
    answered = any(given)
    question = answer.question
    answer.given = given if answered else []
    answer.answered_at = at if answered else None
    answer.is_right = (
        is_right(kind=QuestionKind(question.kind), content=question.content, given=given)
        if answered
        else None
    )
    answer.save(update_fields=["given", "answered_at", "is_right"])
