"""Rosters as they were handed in."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from ostami.sealing import seal, unseal
from stations.querysets import province_scope, station_scope


class FrozenRosterQuerySet(ScopedQuerySet["FrozenRoster"]):
    """Rosters by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches of the stations in scope."""
        path = "batch__station"
        return self.filter(
            station_scope(user, path) | province_scope(user, path) & Q(batch__scheme="skill_level")
        )


class FrozenRoster(models.Model):
    """A batch's roster as it was handed in: its rows as JSON, sealed, and the SHA-256 of exactly these bytes.

    The bytes lie in the row, not in a file: they come with the status of their batch or not at all. Never
    written again; what was corrected afterwards is in the corrections.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="frozen_roster", verbose_name="批次")
    sealed = models.TextField(editable=False)
    digest = models.CharField("摘要（SHA-256）", max_length=64)
    people = models.PositiveIntegerField("人数")
    frozen_at = models.DateTimeField("提交时间")

    objects = FrozenRosterQuerySet.as_manager()

    class Meta:
        verbose_name = "已提交的花名册"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.batch} 花名册"

    @property
    def _place(self) -> str:
        return f"candidates.frozenroster:{self.batch_id}"

    @property
    def content(self) -> bytes:
        """The bytes that were handed in, document numbers in full; record the look wherever they are shown.

        Raises:
            SealBrokenError: they were changed, or belong to another batch.
        """
        return unseal(self.sealed, place=self._place).encode()

    @content.setter
    def content(self, content: bytes) -> None:
        self.sealed = seal(content.decode(), place=self._place)
