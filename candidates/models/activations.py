"""Slips with which people whom a station entered open their login themselves."""

from typing import Self

from django.db import models

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from candidates.models.people import Candidate
from stations.querysets import station_scope


class ActivationQuerySet(ScopedQuerySet["Activation"]):
    """Activations by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the station's own batches; management and the centre see all."""
        return self.filter(station_scope(user, "batch__station"))


class Activation(models.Model):
    """One person of a class list: whom a station entered for a batch, and the code on their slip.

    The code is kept as a keyed digest alone; a slip printed anew makes the one before worthless. The person
    opens the login with document number and code, and chooses user name and password there.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="activations", verbose_name="批次")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="activations", verbose_name="考生")
    class_name = models.CharField("班级", max_length=40, blank=True)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_made_at = models.DateTimeField("激活单打印时间", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField("激活时间", null=True, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")

    objects = ActivationQuerySet.as_manager()

    class Meta:
        verbose_name = "班级名单"
        ordering = ("batch", "class_name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="activation_once_a_batch",
                fields=("batch", "candidate"),
                violation_error_message="该考生已在本批次的班级名单中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate}（{self.class_name or '未分班'}）"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that entered the person."""
        return self.batch.station.organisation
