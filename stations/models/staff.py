"""Who runs a station (guide 2.1.2)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from stations.models.registry import Station
from stations.querysets import StationScopedQuerySet


class Position(models.TextChoices):
    """What a person is at a station: one director, at least one deputy, one full-time manager."""

    DIRECTOR = "director", "站长"
    DEPUTY = "deputy", "副站长"
    MANAGER = "manager", "专职管理人员"


class StaffMemberQuerySet(StationScopedQuerySet["StaffMember"]):
    """Staff by scope."""

    def serving(self) -> Self:
        """Return those whose service hasn't ended."""
        return self.filter(ended_on__isnull=True)


class StaffMember(models.Model):
    """A person at a station, with a login of their own once the director grants one."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="staff", verbose_name="考试站")
    position = models.CharField("职务", max_length=20, choices=Position)
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("邮箱", blank=True)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="staff_member", verbose_name="登录账号"
    )
    since = models.DateField("任职日期")
    ended_on = models.DateField("离任日期", null=True, blank=True)

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "考试站人员"
        ordering = ("station", "pk")
        constraints = [
            models.UniqueConstraint(
                name="staff_one_director_and_manager",
                fields=("station", "position"),
                condition=Q(ended_on__isnull=True) & ~Q(position="deputy"),
                violation_error_message="站长和专职管理人员各设 1 人，请先办理现任离任（服务指南 2.1.2）。",
            ),
            models.CheckConstraint(
                name="staff_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                violation_error_message="离任日期不能早于任职日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_position_display()}）"

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation
