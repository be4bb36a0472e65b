"""What self-tests came to: scores, knowledge points, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from question_bank.models import SelfTest, SelfTestAnswer
from question_bank.practice import public_answers

# Below this share of right answers, in percent, a knowledge point counts as weak; 合格 begins there, too.
WEAK_BELOW = 60
LAST_TESTS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """So many right out of so many."""

    right: int = 0
    asked: int = 0

    @property
    def percent(self) -> int:
        """The share that is right, rounded half up; 0 where nothing was asked."""
        return (200 * self.right + self.asked) // (2 * self.asked) if self.asked else 0

    @property
    def is_weak(self) -> bool:
        """Tell whether too few are right."""
        return 100 * self.right < WEAK_BELOW * self.asked


@dataclass(frozen=True, slots=True)
class PointScore(Score):
    """The score of one knowledge point."""

    name: str = ""
    subject: str = ""


def scores_of(tests: Iterable[SelfTest]) -> list[tuple[SelfTest, Score]]:
    """Return each test with its score, in one query; questions that are public no longer don't count."""
    listed = list(tests)
    rows = public_answers().filter(test__in=listed).order_by().values_list("test")
    found = {test: Score(right, asked) for test, right, asked in _counted(rows)}
    return [(test, found.get(test.pk, Score())) for test in listed]


def points_of(test: SelfTest) -> list[PointScore]:
    """Return a test's score by knowledge point, the weakest first."""
    rows = public_answers().filter(test=test).order_by().values_list("question__knowledge_point")
    return _weakest_first(PointScore(right, asked, name) for name, right, asked in _counted(rows))


def weak_points(user: User, *, at: datetime) -> list[PointScore]:
    """Return the weak knowledge points over the person's last ten self-tests, by trade and level."""
    over = SelfTest.objects.visible_to(user).over(at).select_related("trade__occupation")
    last = list(over.order_by("-pk")[:LAST_TESTS])
    subjects = {(test.trade_id, test.level): test.subject for test in last}
    by = ("test__trade", "test__level", "question__knowledge_point")
    rows = public_answers().filter(test__in=last).order_by().values_list(*by)
    return _weakest_first(
        score
        for trade, level, name, right, asked in _counted(rows)
        if (score := PointScore(right, asked, name, subjects[trade, level])).is_weak
    )


def answers_of(test: SelfTest) -> QuerySet[SelfTestAnswer]:
    """Return a test's questions in order, with what was answered; without those that are public no longer."""
    return public_answers().filter(test=test).order_by("place").select_related("question")


def withdrawn_places(test: SelfTest) -> list[int]:
    """Return the numbers of the questions that are public no longer."""
    public = public_answers().filter(test=test)
    return list(test.answers.exclude(pk__in=public.values("pk")).values_list("place", flat=True))


def _counted(rows: QuerySet[SelfTestAnswer, tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Add the number of right answers and of questions to grouped rows."""
    return rows.annotate(right=Count("pk", filter=Q(is_right=True)), asked=Count("pk"))


def _weakest_first(scores: Iterable[PointScore]) -> list[PointScore]:
    return sorted(scores, key=lambda one: (one.percent, -one.asked, one.name))
