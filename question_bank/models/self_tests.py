"""Self-tests of candidates, from the practice pool alone."""

from typing import Self

from django.db import models

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from question_bank.models.questions import Question
from scope_catalog.levels import Level
from scope_catalog.models import Trade


class SelfTestQuerySet(ScopedQuerySet["SelfTest"]):
    """Self-tests by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the person's own."""
        return self.filter(user=user)


class SelfTest(models.Model):
    """One self-test: drawn once, answered page by page, ended by its person or by time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="self_tests", verbose_name="考生")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    started_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("限时至")
    finished_at = models.DateTimeField("交卷时间", null=True, editable=False)

    objects = SelfTestQuerySet.as_manager()

    class Meta:
        verbose_name = "在线自测"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.trade} {self.get_level_display()} 自测"


class SelfTestAnswer(models.Model):
    """One question of a self-test, and what was answered."""

    test = models.ForeignKey(SelfTest, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField("题号")
    given = models.JSONField("作答", default=list, blank=True)
    is_right = models.BooleanField("答对", null=True)
    answered_at = models.DateTimeField("作答时间", null=True)

    class Meta:
        verbose_name = "自测作答"
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(name="self_test_place_once", fields=("test", "place")),
            models.UniqueConstraint(name="self_test_question_once", fields=("test", "question")),
        ]

    def __str__(self) -> str:
        return f"第 {self.place} 题"
