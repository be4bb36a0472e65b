"""Stamped forms that a station sends for a whole class, page by page."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from candidates.models.enrolments import Enrolment
from documents.file_rows import FileRow
from stations.querysets import station_scope


class ScanState(models.TextChoices):
    """What became of a page."""

    SENT = "sent", "待识别"
    UNMATCHED = "unmatched", "待人工对应"
    MATCHED = "matched", "已归入报名"
    DISCARDED = "discarded", "已剔除"


class StampedScanQuerySet(ScopedQuerySet["StampedScan"]):
    """Pages by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the station's own batches."""
        return self.filter(station_scope(user, "batch__station"))


class StampedScan(FileRow):
    """One page of a class's stamped forms: matched to its enrolment by the code on it, or by hand.

    A page that was matched has no file of its own any more: the picture is the enrolment's stamped form. In
    the state SENT a row is a whole file as it was sent, kept until its pages are sorted; a file that can't be
    opened leaves a row without file whose note says why.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="scans", verbose_name="批次")
    file = models.FileField("图片", upload_to="scans/", blank=True)
    content_type = models.CharField(max_length=20, blank=True)
    source = models.CharField("文件", max_length=200)
    page = models.PositiveSmallIntegerField("页", default=1)
    state = models.CharField("状态", max_length=20, choices=ScanState, default=ScanState.UNMATCHED)
    note = models.CharField("说明", max_length=200, blank=True)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="scans", null=True, verbose_name="对应考生"
    )
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    sent_at = models.DateTimeField("上传时间")

    objects = StampedScanQuerySet.as_manager()

    class Meta:
        verbose_name = "盖章表扫描页"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="scan_matched_has_enrolment",
                condition=~Q(state="matched") | Q(enrolment__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} 第 {self.page} 页" if self.page else self.source

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station."""
        return self.batch.station.organisation
