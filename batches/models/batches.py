"""Batches: one exam of a station each."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.rights import Role
from batches.days import CalendarEntry, exam_calendar
from ostami import clock, policy
from scope_catalog.choices import Scheme
from stations.models import Station
from stations.querysets import StationScopedQuerySet, province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet, State

if TYPE_CHECKING:
    from accounts.models import User


class CandidateType(models.TextChoices):
    """Whom a batch examines; a batch has one type (guide 4.5.1-3)."""

    IN_SERVICE = "in_service", "在职人员"
    STUDENT = "student", "在读学生"
    SOCIAL = "social", "社会人员"


class BatchStatus(models.TextChoices):
    """States of a batch."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审批"
    ENDORSED = "endorsed", "分支机构已同意"
    APPROVED = "approved", "报名中"
    ROSTER_SUBMITTED = "roster_submitted", "花名册已提交"
    RESULTS_SUBMITTED = "results_submitted", "成绩待审核"
    RESULTS_APPROVED = "results_approved", "成绩已审核"
    CERTIFIED = "certified", "已发证"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已取消"


LAPSED = State("lapsed", "已失效")
# Handed in and not decided: its plan items are taken, and somebody has to act.
WAITING = (BatchStatus.SUBMITTED, BatchStatus.ENDORSED)


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
        return self.filter(status=BatchStatus.APPROVED, exam_date__gt=clock.day_of(at) + policy.ROSTER_LEAD)

    def lapsed(self, at: datetime) -> Self:
        """Return the approved batches whose windows have closed by the instant `at` without a roster."""
        return self.filter(status=BatchStatus.APPROVED, exam_date__lte=clock.day_of(at) + policy.ROSTER_LEAD)


class Batch(Case):
    """One exam of a station: a day, a place, a candidate type, and trades with their panels (批次).

    `applied_on` is the day on which it was handed in last, `waiting_since` the instant at which it came to
    whoever has to act on it.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="batches", verbose_name="考试站")
    number = models.CharField("批次号", max_length=30, unique=True, null=True, editable=False)  # noqa: DJ001  unique once given
    scheme = models.CharField("评价类别", max_length=20, choices=Scheme, default=Scheme.ABILITY)
    candidate_type = models.CharField("考生类型", max_length=20, choices=CandidateType)
    applied_on = models.DateField("申请日期", null=True, editable=False)
    waiting_since = models.DateTimeField("到达时间", null=True, editable=False)
    exam_date = models.DateField("计划评价/认定时间")
    place = models.CharField("考试地点", max_length=100)
    status = models.CharField(
        "状态", max_length=20, choices=BatchStatus, default=BatchStatus.DRAFT, editable=False
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批次"
        ordering = ("-exam_date", "-pk")
        # What waits, what is late and what may be supervised is few among all that was ever held.
        indexes = [models.Index(fields=["status", "exam_date"])]
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
    def goes_by_branch(self) -> bool:
        """Tell whether the province's branch, where there is one, acts before management (guide 4.5.1-9)."""
        return self.status == BatchStatus.SUBMITTED and self.scheme == Scheme.SKILL_LEVEL

    @property
    def enrolment_closes_at(self) -> datetime:
        """The first instant at which enrolment and roster are shut (guide 4.5.1-2)."""
        return policy.enrolment_closes_at(self.exam_date)

    def has_lapsed(self, at: datetime) -> bool:
        """Tell whether its windows have closed by the instant `at` without a roster (guide 4.5.1-2)."""
        return self.status == BatchStatus.APPROVED and at >= self.enrolment_closes_at

    def state_at(self, at: datetime) -> State:
        """Return 已失效 for a batch that time has closed; that is computed, never stored."""
        return LAPSED if self.has_lapsed(at) else super().state_at(at)

    def calendar(self) -> list[CalendarEntry]:
        """Return the batch's days as the rules give them, in order."""
        return exam_calendar(applied_on=self.applied_on, exam_date=self.exam_date)
