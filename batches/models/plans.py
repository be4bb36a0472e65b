"""Annual plans and their items."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from ostami import policy
from scope_catalog.levels import Level, level_label
from scope_catalog.models import Trade
from stations.models import Station
from stations.querysets import StationScopedQuerySet, province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class PlanStatus(models.TextChoices):
    """States of an annual plan."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"


class AnnualPlanQuerySet(CaseQuerySet, StationScopedQuerySet["AnnualPlan"]):
    """Plans by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return a station's own plans; to all others only those that were handed in."""
        mine = self.filter(station_scope(user, "station") | province_scope(user, "station"))
        return mine if user.role == Role.STATION else mine.exclude(status=PlanStatus.DRAFT)


class AnnualPlan(Case):
    """What a station means to examine in a year (年度计划, guide 4.5.1-1); supplement 0 comes first."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="plans", verbose_name="考试站")
    year = models.PositiveSmallIntegerField("年度")
    supplement = models.PositiveSmallIntegerField("补充计划", default=0)
    status = models.CharField(
        "状态", max_length=20, choices=PlanStatus, default=PlanStatus.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "年度计划"
        ordering = ("-year", "station__organisation__code", "supplement")
        constraints = [
            models.UniqueConstraint(
                name="plan_once_a_year",
                fields=("station", "year", "supplement"),
                violation_error_message="该年度的计划已经存在。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.station.organisation.name} {self.title}"

    @property
    def title(self) -> str:
        """The plan among those of its station: 2026 年度计划, 2026 年度补充计划 1."""
        kind = f"年度补充计划 {self.supplement}" if self.supplement else "年度计划"
        return f"{self.year} {kind}"

    def get_absolute_url(self) -> str:
        """Return the plan's page."""
        return reverse("batches:plan", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether its items can still be changed."""
        return self.status in {PlanStatus.DRAFT, PlanStatus.RETURNED}


class PlanItemQuerySet(ScopedQuerySet["PlanItem"]):
    """Plan items by scope and use."""

    def visible_to(self, user: "User") -> Self:
        """Return the items of the plans that the person sees."""
        return self.filter(plan__in=AnnualPlan.objects.visible_to(user))

    def approved(self) -> Self:
        """Return the items of approved plans."""
        return self.filter(plan__status=PlanStatus.APPROVED)

    def free(self) -> Self:
        """Return the items that no batch holds."""
        return self.exclude(batch_items__taken=True)


class PlanItem(models.Model):
    """One line of a plan: a trade and level, up to 99 people, a month (计划项)."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="items", verbose_name="年度计划")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    headcount = models.PositiveSmallIntegerField(
        "计划人数",
        validators=[
            MinValueValidator(1, "计划人数至少 1 人。"),
            MaxValueValidator(
                policy.PLAN_ITEM_MAX_PEOPLE,
                "每条计划最多 99 人（服务指南 4.5.1-1）。超过 99 人请添加多条计划。",
            ),
        ],
    )
    month = models.PositiveSmallIntegerField(
        "计划月份",
        validators=[MinValueValidator(1, "月份为 1 至 12。"), MaxValueValidator(12, "月份为 1 至 12。")],
    )
    note = models.CharField("备注", max_length=100, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = "计划项"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="plan_item_headcount",
                condition=Q(headcount__gte=1, headcount__lte=policy.PLAN_ITEM_MAX_PEOPLE),
                violation_error_message="每条计划 1 至 99 人（服务指南 4.5.1-1）。超过 99 人请添加多条计划。",
            ),
            models.CheckConstraint(
                name="plan_item_month",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message="月份为 1 至 12。",
            ),
            models.CheckConstraint(name="plan_item_level", condition=Q(level__gte=1, level__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.trade.name} {self.level_label} {self.headcount} 人（{self.month} 月）"

    @property
    def level_label(self) -> str:
        """The level with its title."""
        return level_label(self.level, occupation=self.trade.occupation)
