"""Handing in or passing many questions: each in a transaction of its own, with a result a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.http import Http404

from accounts.models import User
from ostami.problems import BlockedError
from question_bank.models import Question
from workflow.lifecycle import StaleError, perform

# On one page: each is a transaction of its own, and a person reads every word.
MOST = 50


class Result(models.TextChoices):
    """What became of a question."""

    DONE = "done", "已办理"
    REFUSED = "refused", "未办理"
    OVERTAKEN = "overtaken", "已由他人处理"


COLOURS = {Result.DONE: "success", Result.REFUSED: "danger", Result.OVERTAKEN: "secondary"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question, and why."""

    question: Question
    result: Result
    reasons: tuple[str, ...] = ()

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return COLOURS[self.result]


def move_many(questions: Iterable[Question], move: str, *, actor: User, at: datetime) -> list[Outcome]:
    """Move each question along its life cycle as its own page would, and tell of each what became of it."""
    return [_moved(question, move, actor, at) for question in questions]


def _moved(question: Question, move: str, actor: User, at: datetime) -> Outcome:
    try:
        return Outcome(perform(question, move, actor=actor, at=at), Result.DONE)
    except StaleError as stale:
        return Outcome(question, Result.OVERTAKEN, tuple(map(str, stale.problems)))
    except Http404:
        return Outcome(question, Result.OVERTAKEN, ("试题已被删除。",))
    except BlockedError as blocked:
        return Outcome(question, Result.REFUSED, tuple(map(str, blocked.problems)))
