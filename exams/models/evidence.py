"""Evidence of an exam: photographs, signed sheets, papers, links to films (guide 4.6-6)."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch, BatchItem
from documents.file_rows import FileRow


class EvidenceKind(models.TextChoices):
    """What evidence shows."""

    THEORY_ROOM = "theory_room", "理论考场照片"
    PRACTICAL_ROOM = "practical_room", "实操考场照片"
    WORKPIECE = "workpiece", "工件照片"
    SIGN_IN = "sign_in", "签到表"
    PAPERS = "papers", "答卷"
    SCORE_SHEET = "score_sheet", "评分记录表"
    VIDEO = "video", "考试视频"
    OTHER = "other", "其他资料"


# One of each a trade at least (guide 4.6-5, 4.6-6).
REQUIRED_EVIDENCE = (
    EvidenceKind.THEORY_ROOM,
    EvidenceKind.PRACTICAL_ROOM,
    EvidenceKind.WORKPIECE,
    EvidenceKind.SIGN_IN,
    EvidenceKind.PAPERS,
)
# Photographs carry the day on which they were taken, which is that of the exam.
DATED = (EvidenceKind.THEORY_ROOM, EvidenceKind.PRACTICAL_ROOM, EvidenceKind.WORKPIECE)


class DateSource(models.TextChoices):
    """How the day of a photograph is known."""

    CAMERA = "camera", "照片自带"
    DECLARED = "declared", "上传人填写"


class ExamEvidenceQuerySet(ScopedQuerySet["ExamEvidence"]):
    """Evidence by scope."""

    def visible_to(self, user: User) -> Self:
        """Return that of the batches that the person sees."""
        return self.filter(item__batch__in=Batch.objects.visible_to(user))


class ExamEvidence(FileRow):
    """One piece of evidence of a trade's exam, as a file or as a link (影像和资料).

    Attributes:
        taken_on: the day on which a photograph was taken, read before its metadata are stripped, or declared.
        destroyed_at: when the file went, its time of keeping over; the row stays with name and digest.
    """

    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="evidence", verbose_name="批次工种")
    kind = models.CharField("类别", max_length=20, choices=EvidenceKind)
    file = models.FileField("文件", upload_to="evidence/", blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    name = models.CharField("文件名", max_length=120, blank=True)
    link = models.URLField("视频地址", blank=True)
    taken_on = models.DateField("拍摄日期", null=True)
    date_source = models.CharField("日期来源", max_length=10, choices=DateSource, blank=True)
    declared_why = models.CharField("日期说明", max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")
    destroyed_at = models.DateTimeField("销毁时间", null=True, editable=False)

    objects = ExamEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "考试资料"
        ordering = ("item", "kind", "pk")
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_link",
                condition=Q(destroyed_at__isnull=False) | ~Q(file="", link="") & (Q(file="") | Q(link="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}{self.get_kind_display()}"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.item.batch.station.organisation
