"""Files of an application: the eight rules, introduction, photos, plan, signed scans."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from documents.file_rows import FileRow
from stations.models.applications import StationApplication

if TYPE_CHECKING:
    from accounts.models import User


class AttachmentKind(models.TextChoices):
    """What a file is; the eight rules in the guide's words and order (2.1.4)."""

    RULE_FINANCE = "rule_1", "财务管理制度"
    RULE_PROCEDURE = "rule_2", "评价工作规程"
    RULE_POSTS = "rule_3", "岗位责任制度"
    RULE_ARCHIVES = "rule_4", "档案管理制度"
    RULE_PLAN = "rule_5", "认定工作计划"
    RULE_CONDUCT = "rule_6", "考评员、管理人员工作守则、考场规则"
    RULE_SECRECY = "rule_7", "保密制度"
    RULE_EXAMS = "rule_8", "考试管理制度"
    INTRODUCTION = "introduction", "学校图文简介"
    PHOTO = "photo", "实训环境照片"
    WORK_PLAN = "work_plan", "未来三年工作计划"
    SIGNED_FORM = "signed_form", "签字盖章的登记表"
    PROOF = "proof", "证明材料"


RULES = tuple(kind for kind in AttachmentKind if kind.value.startswith("rule_"))
SINGLE = (*RULES, AttachmentKind.INTRODUCTION, AttachmentKind.WORK_PLAN)


class AttachmentQuerySet(ScopedQuerySet["Attachment"]):
    """Files by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the files of the applications that the person sees."""
        return self.filter(application__in=StationApplication.objects.visible_to(user))


class Attachment(FileRow):
    """One file, checked and cleaned, sealed at rest; `digest` is the SHA-256 of what is stored."""

    application = models.ForeignKey(StationApplication, models.CASCADE, related_name="attachments")
    kind = models.CharField("材料", max_length=20, choices=AttachmentKind)
    file = models.FileField("文件", upload_to="station-applications/")
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField("上传时间")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "申报材料"
        ordering = ("kind", "pk")
        constraints = [
            models.UniqueConstraint(
                name="attachment_single_kinds_once",
                fields=("application", "kind"),
                condition=Q(kind__in=[kind.value for kind in SINGLE]),
                violation_error_message="这项材料已上传，请先删除原文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def is_picture(self) -> bool:
        """Tell whether a page can show it."""
        return self.content_type.startswith("image/")
