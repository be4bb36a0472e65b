"""Marks of single examiners, and the second person's word on a trade's scores."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import BatchItem
from candidates.models import Enrolment
from examiners.models import Examiner
from ostami.policy import SCORE_MAX, SCORE_STEP


class PracticalMark(models.Model):
    """What one examiner gives one candidate's practical work; the score is the mean of all (评分)."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="marks", verbose_name="考生")
    examiner = models.ForeignKey(Examiner, models.PROTECT, related_name="+", verbose_name="考评员")
    mark = models.DecimalField(
        "评分",
        max_digits=4,
        decimal_places=1,
        validators=[
            MinValueValidator(0, "评分为 0 至 100 分。"),
            MaxValueValidator(SCORE_MAX, "评分为 0 至 100 分。"),
            StepValueValidator(SCORE_STEP, "评分以 0.5 分为最小单位。"),
        ],
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "考评员评分"
        ordering = ("enrolment", "pk")
        constraints = [
            models.UniqueConstraint(name="mark_once_an_examiner", fields=("enrolment", "examiner")),
            models.CheckConstraint(
                name="mark_in_range", condition=Q(mark__gte=Decimal(0), mark__lte=SCORE_MAX)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.examiner}评分"


class ScoreConfirmationQuerySet(ScopedQuerySet["ScoreConfirmation"]):
    """Confirmations by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(item__in=BatchItem.objects.visible_to(user))


class ScoreConfirmation(models.Model):
    """A second person read a trade's scores against the papers and found them right (成绩复核).

    Attributes:
        digest: of all scores as they stood; once one is changed it fits no more, and they are read again.
    """

    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="confirmations", verbose_name="批次工种")
    digest = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="复核人")
    confirmed_at = models.DateTimeField("复核时间")

    objects = ScoreConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = "成绩复核"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.item}成绩复核"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.item.batch.station.organisation
