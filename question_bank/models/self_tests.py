"""Self-tests of candidates, from the practice pool alone."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from question_bank.models.questions import Question
from scope_catalog.levels import Level, level_label
from scope_catalog.models import Trade


class SelfTestQuerySet(ScopedQuerySet["SelfTest"]):
    """Self-tests by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the person's own."""
        return self.filter(user=user)

    def running(self, at: datetime) -> Self:
        """Return those that take answers at the instant `at`."""
        return self.filter(finished_at=None, ends_at__gt=at)

    def over(self, at: datetime) -> Self:
        """Return those that were handed in, or whose time was up, by the instant `at`."""
        return self.filter(Q(finished_at__isnull=False) | Q(ends_at__lte=at))


class SelfTest(models.Model):
    """One self-test: drawn once, answered page by page, ended by its person or by time.

    Attributes:
        of_mistakes: drawn from what the person got wrong the last time.
        finished_at: when it was handed in; where time ended it, unset until the next one is begun.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="self_tests", verbose_name="考生")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    started_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("限时至")
    finished_at = models.DateTimeField("交卷时间", null=True, editable=False)
    of_mistakes = models.BooleanField("错题练习", default=False)

    objects = SelfTestQuerySet.as_manager()

    class Meta:
        verbose_name = "在线自测"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="self_test_one_open",
                fields=("user", "trade", "level"),
                condition=Q(finished_at=None),
                violation_error_message="该工种、等级已有一份未交卷的自测。",
            ),
            models.CheckConstraint(name="self_test_takes_time", condition=Q(ends_at__gt=F("started_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {'错题练习' if self.of_mistakes else '自测'}"

    def get_absolute_url(self) -> str:
        """Return the page that leads on: what is answered so far, and handing in."""
        return reverse("question_bank:self_test", kwargs={"pk": self.pk})

    @property
    def subject(self) -> str:
        """Trade and level, such as 数控车工 四级/中级工."""
        return f"{self.trade.display_name} {level_label(self.level, occupation=self.trade.occupation)}"

    def is_over(self, at: datetime) -> bool:
        """Tell whether it takes no answers any more at the instant `at`."""
        return self.finished_at is not None or at >= self.ends_at

    @property
    def ended_at(self) -> datetime:
        """The instant at which a self-test that is over ended."""
        return self.finished_at or self.ends_at


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
