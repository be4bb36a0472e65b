"""Destroying spoiled blanks: one person asks, a second one of the same office was there and confirms."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from certificates.models.blanks import BlankEntry
from scope_catalog.choices import Scheme
from workflow.lifecycle import Case, CaseQuerySet


class DestructionStatus(models.TextChoices):
    """States of a destruction."""

    REQUESTED = "requested", "待监销人确认"
    DONE = "done", "已销毁"
    REFUSED = "refused", "监销人不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class BlankDestructionQuerySet(CaseQuerySet, ScopedQuerySet["BlankDestruction"]):
    """Destructions by scope."""

    def visible_to(self, user: User) -> Self:
        """Return management's own."""
        return self.filter(holder=user.organisation_id) if user.role == Role.MANAGEMENT else self.none()


class BlankDestruction(Case):
    """Spoiled blanks are to be destroyed (空白证书销毁); it counts once the witness has confirmed.

    Attributes:
        entry: the line of the ledger that the confirmation wrote.
    """

    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="保管单位")
    scheme = models.CharField("证书种类", max_length=20, choices=Scheme)
    count = models.PositiveIntegerField("数量")
    first_serial = models.CharField("起号", max_length=20, blank=True)
    last_serial = models.CharField("止号", max_length=20, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    witness = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="监销人")
    requested_at = models.DateTimeField("申请时间")
    entry = models.OneToOneField(BlankEntry, models.PROTECT, related_name="+", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=DestructionStatus, default=DestructionStatus.REQUESTED, editable=False
    )

    objects = BlankDestructionQuerySet.as_manager()

    class Meta:
        verbose_name = "空白证书销毁"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="blank_destruction_counted", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="blank_destruction_by_two",
                condition=~Q(witness=models.F("requested_by")),
                violation_error_message="销毁须由两人办理。",
            ),
        ]

    def __str__(self) -> str:
        return f"销毁{self.get_scheme_display()}空白证书 {self.count} 张"

    def get_absolute_url(self) -> str:
        """Return the destruction's page."""
        return reverse("certificates:destruction", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The holder's chain."""
        return self.holder
