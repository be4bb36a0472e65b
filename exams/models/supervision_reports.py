"""What a supervisor reports of an exam, and what the station put right (guide 4.5.1-8, -11)."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch
from documents.file_rows import FileRow
from exams.models.assignments import SupervisionAssignment
from workflow.lifecycle import Case, CaseQuerySet


class Conclusion(models.TextChoices):
    """What a supervisor concludes."""

    PASSED = "passed", "通过"
    RECTIFY = "rectify", "限期整改"
    STOPPED = "stopped", "停止考试"


class SupervisionReportStatus(models.TextChoices):
    """States of a supervision report."""

    DRAFT = "draft", "草稿"
    REPORTED = "reported", "已提交"
    RECTIFYING = "rectifying", "待整改"
    RECTIFIED = "rectified", "整改待核查"
    CLOSED = "closed", "已办结"


class SupervisionReportQuerySet(CaseQuerySet, ScopedQuerySet["SupervisionReport"]):
    """Reports by scope."""

    def visible_to(self, user: User) -> Self:
        """Return a supervisor's own; to staff and stations those of their batches once they are handed in."""
        if user.role == Role.SUPERVISOR:
            return self.filter(assignment__supervisor__user=user)
        mine = self.filter(assignment__batch__in=Batch.objects.visible_to(user))
        return mine.exclude(status=SupervisionReportStatus.DRAFT)


class SupervisionReport(Case):
    """A supervisor's checklist of an exam, with a conclusion (督导报告).

    Attributes:
        checks: answer and remark by the checklist's keys: ``{"id_check": {"answer": "yes", "remark": ""}}``.
        rectify_by: until when the station puts right what was found.
    """

    assignment = models.OneToOneField(
        SupervisionAssignment, models.PROTECT, related_name="report", verbose_name="督考任务"
    )
    checks = models.JSONField(default=dict)
    findings = models.TextField("发现的问题", blank=True)
    advice = models.TextField("意见和建议", blank=True)
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion, blank=True)
    rectify_by = models.DateField("整改期限", null=True, blank=True)
    reported_at = models.DateTimeField("提交时间", null=True, editable=False)
    rectification = models.TextField("整改情况", blank=True)
    rectified_at = models.DateTimeField("整改提交时间", null=True, editable=False)
    status = models.CharField(
        "状态",
        max_length=20,
        choices=SupervisionReportStatus,
        default=SupervisionReportStatus.DRAFT,
        editable=False,
    )

    objects = SupervisionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "督导报告"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.assignment.batch}督导报告"

    def get_absolute_url(self) -> str:
        """Return the report's page."""
        return reverse("exams:supervision_report", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that was supervised."""
        return self.assignment.batch.station.organisation


class SupervisionPhoto(FileRow):
    """A photograph to a supervision report, or to the rectification that followed."""

    report = models.ForeignKey(SupervisionReport, models.CASCADE, related_name="photos")
    file = models.FileField("照片", upload_to="supervision/")
    content_type = models.CharField(max_length=20)
    caption = models.CharField("说明", max_length=100, blank=True)
    of_rectification = models.BooleanField("整改照片", default=False, editable=False)
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "督导照片"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.caption or f"照片 {self.pk}"
