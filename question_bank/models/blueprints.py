"""Blueprints of theory papers: what a paper of a trade and level is made of."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from question_bank.kinds import QuestionKind
from question_bank.models.questions import owner_scope
from scope_catalog.levels import Level
from scope_catalog.models import Trade


class BlueprintQuerySet(ScopedQuerySet["Blueprint"]):
    """Blueprints by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the banks that the person sees."""
        return self.filter(owner_scope(user))


class Blueprint(models.Model):
    """How many questions of each kind, how hard, and from which knowledge points.

    Attributes:
        difficulty: percent by difficulty, such as ``{"1": 30, "3": 50, "5": 20}``; empty for any.
        quotas: at least so many questions by knowledge point.
    """

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="blueprints", verbose_name="所属机构"
    )
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="blueprints", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    name = models.CharField("名称", max_length=60)
    minutes = models.PositiveSmallIntegerField("考试时间（分钟）", default=90)
    difficulty = models.JSONField("难度比例", default=dict, blank=True)
    quotas = models.JSONField("知识点题数", default=dict, blank=True)

    objects = BlueprintQuerySet.as_manager()

    class Meta:
        verbose_name = "组卷方案"
        ordering = ("trade", "-level", "name")
        constraints = [
            models.UniqueConstraint(
                name="blueprint_name_once",
                fields=("owner", "trade", "level", "name"),
                violation_error_message="该工种、等级已有同名的组卷方案。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the blueprint's page."""
        return reverse("question_bank:blueprint", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The owner's chain."""
        return self.owner


class BlueprintRow(models.Model):
    """So many questions of one kind, each worth so many points."""

    blueprint = models.ForeignKey(Blueprint, models.CASCADE, related_name="rows")
    kind = models.CharField("题型", max_length=20, choices=QuestionKind)
    count = models.PositiveSmallIntegerField("题数")
    points = models.DecimalField("每题分值", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "题型分布"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="blueprint_kind_once",
                fields=("blueprint", "kind"),
                violation_error_message="同一题型只能填写一行。",
            ),
            models.CheckConstraint(name="blueprint_row_positive", condition=Q(count__gt=0, points__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.count} 题"
