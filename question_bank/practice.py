"""The practice pool as candidates meet it: no words of an exam question pass here.

A question is public when it stands in the practice pool and no question of the exam pool, of any owner, says
the same, nor one that was ever put on a paper. Whatever a self-test draws, shows or counts is asked for here.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from question_bank.guards import held_for_exams
from question_bank.kinds import OBJECTIVE, Pool
from question_bank.models import ItemStatus, Question, SelfTestAnswer


def public_questions() -> QuerySet[Question]:
    """Return what candidates may see, retired questions too: finished self-tests keep them."""
    return Question.objects.filter(_is_public())


def drawable_questions() -> QuerySet[Question]:
    """Return what a self-test may draw, of any trade, level and owner."""
    return public_questions().filter(status=ItemStatus.ACTIVE, kind__in=OBJECTIVE)


def public_answers() -> QuerySet[SelfTestAnswer]:
    """Return the answers to questions that are public still; only these are shown and counted."""
    return SelfTestAnswer.objects.filter(_is_public("question__"))


def _is_public(path: str = "") -> Q:
    secret = Question.objects.filter(held_for_exams())
    same_words = Exists(secret.filter(likeness=OuterRef(f"{path}likeness")))
    return Q(**{f"{path}pool": Pool.PRACTICE}) & ~Q(same_words)
