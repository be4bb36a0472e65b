"""Examiners who move from one station to another, with the consent of both (guide 4.5.1-4)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from examiners.models.roster import Examiner
from stations.models import Station
from stations.querysets import station_scope
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class TransferStatus(models.TextChoices):
    """States of a transfer: asked for by the new station, released by the old one, approved by management."""

    REQUESTED = "requested", "待原考试站同意"
    RELEASED = "released", "待管理站批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class TransferQuerySet(CaseQuerySet, ScopedQuerySet["Transfer"]):
    """Transfers by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return those of a station on either side; management and centre see those of their stations."""
        if user.role not in {Role.STATION, Role.MANAGEMENT, Role.CENTRE}:
            return self.none()
        return self.filter(station_scope(user, "from_station") | station_scope(user, "to_station"))


class Transfer(Case):
    """One examiner's move; the new station knows the examiner by certificate number and name."""

    examiner = models.ForeignKey(Examiner, models.PROTECT, related_name="transfers", verbose_name="考评员")
    from_station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name="原考试站")
    to_station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name="新考试站")
    reason = models.CharField("调动原因", max_length=500)
    requested_at = models.DateTimeField("申请时间")
    status = models.CharField(
        "状态", max_length=20, choices=TransferStatus, default=TransferStatus.REQUESTED, editable=False
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "考评员调动"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="transfer_one_in_hand",
                fields=("examiner",),
                condition=Q(status__in=["requested", "released"]),
                violation_error_message="该考评员已有一份调动正在办理。",
            ),
            models.CheckConstraint(
                name="transfer_between_two_stations",
                condition=~Q(from_station=F("to_station")),
                violation_error_message="调出和调入的考试站不能相同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.examiner} 调入{self.to_station}"

    def get_absolute_url(self) -> str:
        """Return the transfer's page."""
        return reverse("examiners:transfer", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that asks."""
        return self.to_station.organisation
