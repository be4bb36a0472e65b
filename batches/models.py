"""Annual plans, their items, and the batches that use them."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.calendars import CalendarEntry, exam_calendar
from examiners.models import Examiner
from ostami import policy
from ostami.clock import SHANGHAI
from scope_catalog.choices import Scheme
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
        kind = f"年度补充计划 {self.supplement}" if self.supplement else "年度计划"
        return f"{self.station.organisation.name} {self.year} {kind}"

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


class CandidateType(models.TextChoices):
    """Whom a batch examines; a batch has one type (guide 4.5.1-3)."""

    IN_SERVICE = "in_service", "在职人员"
    STUDENT = "student", "在读学生"
    SOCIAL = "social", "社会人员"


class BatchStatus(models.TextChoices):
    """States of a batch."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "报名中"
    ROSTER_SUBMITTED = "roster_submitted", "花名册已提交"
    RESULTS_SUBMITTED = "results_submitted", "成绩待审核"
    RESULTS_APPROVED = "results_approved", "成绩已审核"
    CERTIFIED = "certified", "已发证"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已取消"


class BatchQuerySet(CaseQuerySet, StationScopedQuerySet["Batch"]):
    """Batches by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return a station's own; to others those handed in, to a branch its province's skill levels."""
        mine = self.filter(
            station_scope(user, "station") | province_scope(user, "station") & Q(scheme=Scheme.SKILL_LEVEL)
        )
        return mine if user.role == Role.STATION else mine.exclude(status=BatchStatus.DRAFT)

    def open_for_enrolment(self, at: datetime) -> Self:
        """Return the approved batches whose enrolment is open at the instant `at`."""
        # `enrolment_closes_at` turned round: it lies after `at` exactly for exam dates beyond the day of `at`
        # plus the lead.
        day = at.astimezone(SHANGHAI).date()
        return self.filter(status=BatchStatus.APPROVED, exam_date__gt=day + policy.ROSTER_LEAD)


class Batch(Case):
    """One exam of a station: a day, a place, a candidate type, and trades with their panels (批次)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="batches", verbose_name="考试站")
    number = models.CharField("批次号", max_length=30, unique=True, null=True, editable=False)  # noqa: DJ001  unique once given
    scheme = models.CharField("评价类别", max_length=20, choices=Scheme, default=Scheme.ABILITY)
    candidate_type = models.CharField("考生类型", max_length=20, choices=CandidateType)
    applied_on = models.DateField("申请日期", null=True, editable=False)
    exam_date = models.DateField("计划评价/认定时间")
    place = models.CharField("考试地点", max_length=100)
    status = models.CharField(
        "状态", max_length=20, choices=BatchStatus, default=BatchStatus.DRAFT, editable=False
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批次"
        ordering = ("-exam_date", "-pk")
        constraints = [
            models.CheckConstraint(
                name="batch_numbered_when_handed_in",
                condition=Q(status=BatchStatus.DRAFT) | Q(number__isnull=False, applied_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"批次 {self.number}" if self.number else f"批次草稿（{self.exam_date} 考试）"

    def get_absolute_url(self) -> str:
        """Return the batch's page."""
        return reverse("batches:batch", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether the application can still be changed."""
        return self.status in {BatchStatus.DRAFT, BatchStatus.RETURNED}

    @property
    def enrolment_closes_at(self) -> datetime:
        """The first instant at which enrolment and roster are shut (guide 4.5.1-2)."""
        return policy.enrolment_closes_at(self.exam_date)

    def calendar(self) -> list[CalendarEntry]:
        """Return the batch's days as the rules give them, in order."""
        return exam_calendar(applied_on=self.applied_on, exam_date=self.exam_date)


class BatchItemQuerySet(ScopedQuerySet["BatchItem"]):
    """Batch items by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the items of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class BatchItem(models.Model):
    """One trade and level of a batch, with the plan item that it uses and its panel (批次工种).

    Of the panel the station declares that nobody teaches or is related to a candidate, or it names in
    `avoidance_named` whom that concerns. `panel_reason` says why a panel with warnings sits all the same.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name="批次")
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, related_name="batch_items", verbose_name="计划项")
    leader = models.ForeignKey(Examiner, models.PROTECT, related_name="led_items", verbose_name="考评组长")
    examiners = models.ManyToManyField(Examiner, related_name="batch_items", verbose_name="考评员")
    avoidance_declared = models.BooleanField("考评员与考生无任教、亲属关系", default=False)
    avoidance_named = models.CharField("须回避的考评员", max_length=300, blank=True)
    panel_reason = models.CharField("考评组说明", max_length=300, blank=True)
    taken = models.BooleanField(default=False, editable=False)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = "批次工种"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="plan_item_once_in_batch",
                fields=("batch", "plan_item"),
                violation_error_message="同一计划项在一个批次中只能选用一次（服务指南 4.5.1-1）。",
            ),
            models.UniqueConstraint(
                name="plan_item_taken_once",
                fields=("plan_item",),
                condition=Q(taken=True),
                violation_error_message="该计划项已被其他批次选用（服务指南 4.5.1-1）。请另选计划项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade.name} {self.plan_item.level_label}"

    @property
    def trade(self) -> Trade:
        """The trade examined."""
        return self.plan_item.trade

    @property
    def level(self) -> int:
        """The level examined."""
        return self.plan_item.level

    @property
    def panel(self) -> list[Examiner]:
        """The leader, then the other examiners, each once."""
        others = [examiner for examiner in self.examiners.all() if examiner.pk != self.leader_id]
        return [self.leader, *others]
