"""The audit chain, number series without gaps, and the days that differ from their weekday."""

from typing import Any, NoReturn, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from ostami.sealing import SealBrokenError, seal, unseal

FRIDAY = 4
# Before words that are sealed for the object that they are about.
SEALED = "sealed:"


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what may only be added to."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Events, which can be added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never deleted.")


class Chain(models.Model):
    """One organisation's chain of audit events, or the portal's own.

    It holds the chain's end: its lock makes the next row wait its turn, and a cut tail shows against it.
    """

    key = models.CharField(max_length=30, unique=True)
    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.organisation or "portal")


class AuditEvent(models.Model):
    """One act: who did what to which object, when, why, and what changed by it.

    Rows of one organisation form a chain: each carries the digest of the one before, so that a row that was
    changed, removed or moved is found by `workflow.audit.verify`.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    sequence = models.PositiveBigIntegerField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100)
    actor_role = models.CharField(max_length=20, choices=Role, blank=True)
    object_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey("object_type", "object_id")
    object_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "办理记录"
        ordering = ("pk",)
        indexes = [models.Index(fields=["object_type", "object_id", "id"])]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_sequence_once")]

    def save(self, **kwargs: Any) -> None:
        """Add the row; a row that is stored already is never written again."""
        if not self._state.adding:
            raise AppendOnlyError("Audit events are never changed.")
        super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002
        """Refuse."""
        raise AppendOnlyError("Audit events are never deleted.")

    @property
    def words(self) -> str:
        """The reason in clear."""
        if not self.reason.startswith(SEALED):
            return self.reason
        kind = ContentType.objects.get_for_id(self.object_type_id)
        place = _place_of(kind, self.object_id)
        try:
            return unseal(self.reason.removeprefix(SEALED), place=place)
        except SealBrokenError:  # somebody typed just this beginning
            return self.reason


def sealed_words(case: models.Model, words: str) -> str:
    """Return words as an event's reason that its `words` alone gives in clear; none stay none."""
    place = _place_of(ContentType.objects.get_for_model(case), case.pk)
    return f"{SEALED}{seal(words, place=place)}" if words else ""


def _place_of(kind: ContentType, key: int) -> str:
    return f"workflow.auditevent:{kind.app_label}.{kind.model}:{key}"


class NumberSeries(models.Model):
    """A counter without gaps: its row is locked from the taking of a number to the end of the transaction."""

    key = models.CharField(max_length=100, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class SpecialDayQuerySet(ScopedQuerySet["SpecialDay"]):
    """Special days, which are the same for everybody."""

    def visible_to(self, user: User) -> Self:
        """Return all: the table holds nothing that is anybody's own."""
        return self.all()


class SpecialDay(models.Model):
    """A public holiday, or a day of a weekend that is worked in exchange for one (调休上班)."""

    day = models.DateField(
        "日期",
        unique=True,
        error_messages={"unique": "这一天已在表中，请在原记录上修改。"},
    )
    works = models.BooleanField("是否上班")
    name = models.CharField("名称", max_length=50)

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        verbose_name = "节假日"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}（{self.kind}）"

    @property
    def kind(self) -> str:
        """What the day is: 放假 or 调休上班."""
        return "调休上班" if self.works else "放假"

    @property
    def falls_on_weekend(self) -> bool:
        """Tell whether it is a Saturday or Sunday."""
        return self.day.weekday() > FRIDAY

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""
        return
