"""The annual review of a station (年审)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.rights import Role
from stations.models.premises import Premises
from stations.models.registry import Station
from stations.querysets import StationScopedQuerySet, province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class ReviewStatus(models.TextChoices):
    """States of an annual review."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待评定"
    GRADED = "graded", "已评定"
    RETURNED = "returned", "已退回"


class ReviewGrade(models.TextChoices):
    """What a review ends with."""

    EXCELLENT = "excellent", "优秀"
    PASSED = "passed", "合格"
    RECTIFY = "rectify", "限期整改"
    FAILED = "failed", "不合格"


class AnnualReviewQuerySet(CaseQuerySet, StationScopedQuerySet["AnnualReview"]):
    """Reviews by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return a station's own; to all others those that were handed in once."""
        mine = self.filter(station_scope(user, "station") | province_scope(user, "station"))
        return mine if user.role == Role.STATION else mine.exclude(submitted_at=None)


class AnnualReview(Premises, Case):
    """A station's account of a year, and what its superiors say of it.

    `figures` is a list of [label, text] taken from the portal's own records when the review is handed in.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="reviews", verbose_name="考试站")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField(
        "状态", max_length=20, choices=ReviewStatus, default=ReviewStatus.DRAFT, editable=False
    )
    premises_changes = models.TextField("场地、设备变化情况", max_length=2000, blank=True)
    staff_changes = models.TextField("人员变化情况", max_length=2000, blank=True)
    self_assessment = models.TextField("自评", max_length=4000, blank=True)
    shortcomings = models.TextField("存在问题与改进措施", max_length=4000, blank=True)
    figures = models.JSONField(default=list, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    grade = models.CharField("评定结果", max_length=20, choices=ReviewGrade, blank=True, editable=False)

    objects = AnnualReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "年审"
        ordering = ("-year", "station__organisation__code")
        constraints = [
            models.UniqueConstraint(
                name="review_once_a_year",
                fields=("station", "year"),
                violation_error_message="该年度的年审已经建立。",
            ),
            models.CheckConstraint(
                name="review_graded_has_grade",
                condition=Q(status="graded") & ~Q(grade="") | ~Q(status="graded") & Q(grade=""),
                violation_error_message="评定须给出结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station.organisation.name} {self.year} 年度年审"

    def get_absolute_url(self) -> str:
        """Return the review's page."""
        return reverse("annual_reviews:page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether the station can still change it."""
        return self.status in {ReviewStatus.DRAFT, ReviewStatus.RETURNED}
