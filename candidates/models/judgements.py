"""What a reviewer found on the points of eligibility that a machine can't judge."""

from django.db import models

from accounts.models import User
from candidates.eligibility.points import JudgedPoint
from candidates.models.enrolments import Enrolment


class Judgement(models.Model):
    """One reviewer's finding on one point of an enrolment, from what its material shows."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="judgements", verbose_name="报名")
    point = models.CharField("核对事项", max_length=20, choices=JudgedPoint)
    accepted = models.BooleanField("核对属实")
    note = models.CharField("说明", max_length=200, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核对人")
    judged_at = models.DateTimeField("核对时间")

    class Meta:
        verbose_name = "核对记录"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="judgement_once_a_point", fields=("enrolment", "point"))]

    def __str__(self) -> str:
        return f"{self.get_point_display()}：{'属实' if self.accepted else '不属实'}"
