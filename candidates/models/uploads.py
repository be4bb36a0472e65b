"""Pictures of an enrolment."""

from typing import Self

from django.db import models

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from candidates.models.enrolments import Enrolment
from documents.file_rows import FileRow


class UploadKind(models.TextChoices):
    """What a picture shows."""

    PHOTO = "photo", "本人照片"
    ID_FRONT = "id_front", "证件人像面"
    ID_BACK = "id_back", "证件国徽面"
    STUDENT_CARD = "student_card", "学生证"
    CERTIFICATE = "certificate", "已取得的证书"
    TITLE = "title", "职称证书"
    DIPLOMA = "diploma", "毕业证书"
    WORK_PROOF = "work_proof", "工作年限证明"
    RESIDENCE_PROOF = "residence_proof", "街道（社区）证明"
    TRAINING_PROOF = "training_proof", "培训学时证明"
    STAMPED_FORM = "stamped_form", "盖章申报表"


class UploadQuerySet(ScopedQuerySet["Upload"]):
    """Uploads by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the uploads of the enrolments that the person sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Upload(FileRow):
    """One picture of an enrolment, decoded and encoded anew, sealed at rest (guide 4.3-3: ≤ 1 MB)."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="uploads")
    kind = models.CharField("类别", max_length=20, choices=UploadKind)
    file = models.FileField("图片", upload_to="enrolments/")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=20)
    advice = models.TextField("提示", blank=True, help_text="一行一条")
    uploaded_at = models.DateTimeField("上传时间")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "上传材料"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="upload_kind_once", fields=("enrolment", "kind"))]

    def __str__(self) -> str:
        return self.get_kind_display()
