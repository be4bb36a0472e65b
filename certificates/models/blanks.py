"""The ledger of blank certificates: paper that is worth something until it is printed or destroyed."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch
from scope_catalog.choices import Scheme


class BlankMove(models.TextChoices):
    """What happened to blanks."""

    RECEIVED = "received", "入库"
    HANDED_OUT = "handed_out", "领用"
    RETURNED = "returned", "退回"
    PRINTED = "printed", "打印"
    SPOILED = "spoiled", "作废"
    MISPRINTED = "misprinted", "打印后作废"
    DESTROYED = "destroyed", "销毁"
    ADDED = "added", "更正增加"
    REMOVED = "removed", "更正减少"


class BlankPlace(models.TextChoices):
    """Where a blank lies until it is destroyed."""

    STOCK = "stock", "库存"
    OUT = "out", "已领用未使用"
    PRINTED = "printed", "已打印"
    SPOILED = "spoiled", "作废待销毁"


CORRECTIONS = (BlankMove.ADDED.value, BlankMove.REMOVED.value)


class BlankEntryQuerySet(ScopedQuerySet["BlankEntry"]):
    """Entries by scope."""

    def visible_to(self, user: User) -> Self:
        """Return management's own ledger."""
        return self.filter(holder=user.organisation_id) if user.role == Role.MANAGEMENT else self.none()


class BlankEntry(models.Model):
    """One line of the ledger (空白证书台账); never changed: a correction puts a slip right.

    Attributes:
        count: how many blanks; of their serial numbers the first and the last, where they have any.
        place: what a correction puts right, the balance of which place; empty for every other move.
        witness: the second person at a destruction.
    """

    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="blanks", verbose_name="保管单位")
    scheme = models.CharField("证书种类", max_length=20, choices=Scheme)
    move = models.CharField("事项", max_length=12, choices=BlankMove)
    place = models.CharField("更正的结存", max_length=10, choices=BlankPlace, blank=True)
    count = models.PositiveIntegerField("数量")
    first_serial = models.CharField("起号", max_length=20, blank=True)
    last_serial = models.CharField("止号", max_length=20, blank=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="批次"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    witness = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="监销人")
    done_at = models.DateTimeField("时间")

    objects = BlankEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "空白证书"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="blanks_counted", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="blanks_destroyed_by_two",
                condition=~Q(move="destroyed") | Q(witness__isnull=False) & ~Q(witness=models.F("done_by")),
                violation_error_message="销毁须由两人办理。",
            ),
            models.CheckConstraint(
                name="blanks_corrected_in_a_place",
                condition=Q(move__in=CORRECTIONS) & ~Q(place="") & ~Q(note="")
                | ~Q(move__in=CORRECTIONS) & Q(place=""),
                violation_error_message="更正须写明更正哪一项结存和原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move_words} {self.count} 张"

    @property
    def move_words(self) -> str:
        """What happened in words: of a correction, also to which balance."""
        place = f"（{self.get_place_display()}）" if self.place else ""
        return f"{self.get_move_display()}{place}"

    @property
    def audit_organisation(self) -> Organisation:
        """The holder's chain."""
        return self.holder
