"""Candidates and their enrolments."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.identity import DocumentType, Sex
from accounts.models import Organisation, SealedDocument, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch, BatchItem, CandidateType
from documents.file_rows import FileRow
from stations.querysets import province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from datetime import date


class CandidateQuerySet(ScopedQuerySet["Candidate"]):
    """Candidates by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the candidate of this login; staff see candidates through their enrolments."""
        return self.filter(user=user)


class DocumentFixedError(Exception):
    """A registered document type or number was about to be changed."""


class Candidate(SealedDocument):
    """A person who enrols for exams; document type and number never change (guide 4.3-3)."""

    user = models.OneToOneField(User, models.PROTECT, related_name="candidate", verbose_name="登录账号")
    name = models.CharField("姓名", max_length=50)
    document_type = models.CharField("证件类型", max_length=30, choices=DocumentType)
    document_index = models.CharField(max_length=64, editable=False)
    sex = models.CharField("性别", max_length=10, choices=Sex)
    birth_date = models.DateField("出生日期")
    phone = models.CharField("联系电话", max_length=30)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "考生"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="candidate_document_once",
                fields=("document_type", "document_index"),
                violation_error_message="该证件号码已注册。如为本人，请直接登录或找回密码。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the row unless its document was changed.

        Raises:
            DocumentFixedError: document type or number differ from those registered (guide 4.3-3).
        """
        if self.pk is not None:
            kept = Candidate.objects.filter(pk=self.pk).values_list("document_type", "document_index").first()
            if kept not in {None, (self.document_type, self.document_index)}:
                raise DocumentFixedError("Document type and number never change after registration.")
        super().save(**kwargs)

    @property
    def audit_organisation(self) -> None:
        """A person belongs to no organisation: the portal's own chain."""


class EnrolmentStatus(models.TextChoices):
    """States of an enrolment."""

    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待上传盖章表"
    STAMPED = "stamped", "待考试站审核"
    ACCEPTED = "accepted", "审核通过"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "未通过"


# Enrolments that count towards the 99 of a batch item.
COUNTED = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED, EnrolmentStatus.ACCEPTED)


class Education(models.TextChoices):
    """文化程度 as the forms offer it."""

    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中专/职高/技校"
    SENIOR_WORKER = "senior_worker", "高级技工学校"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    GRADUATE = "graduate", "研究生"


class EnrolmentQuerySet(CaseQuerySet, ScopedQuerySet["Enrolment"]):
    """Enrolments by scope and state."""

    def visible_to(self, user: User) -> Self:
        """Return the candidate's own; to staff those of their stations' batches that were handed in once."""
        if user.role == Role.CANDIDATE:
            return self.filter(candidate__user=user)
        path = "batch__station"
        mine = self.filter(
            station_scope(user, path) | province_scope(user, path) & Q(batch__scheme="skill_level")
        )
        return mine.exclude(sequence=None)

    def counted(self) -> Self:
        """Return those that take a place of their batch item."""
        return self.filter(status__in=COUNTED)

    def handed_in(self) -> Self:
        """Return those whose people count on the exam: handed in once, and not rejected."""
        return self.exclude(sequence=None).exclude(status=EnrolmentStatus.REJECTED)

    def accepted(self) -> Self:
        """Return those that stand on the roster, in the order of their first submission."""
        return self.filter(status=EnrolmentStatus.ACCEPTED).order_by("sequence")


class Enrolment(Case):
    """One candidate's enrolment for one trade and level of a batch, with the personal form F3 (guide 4.4)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="enrolments", verbose_name="批次")
    batch_item = models.ForeignKey(
        BatchItem, models.PROTECT, related_name="enrolments", verbose_name="报考工种"
    )
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="enrolments", verbose_name="考生")
    status = models.CharField(
        "状态", max_length=20, choices=EnrolmentStatus, default=EnrolmentStatus.DRAFT, editable=False
    )
    sequence = models.PositiveIntegerField("报名顺序", null=True, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    institution = models.CharField("就读院校", max_length=100, blank=True)
    education = models.CharField("文化程度", max_length=20, choices=Education, blank=True)
    entered_on = models.DateField("入学时间", null=True, blank=True)
    subject = models.CharField("专业", max_length=60, blank=True)
    prior_skill = models.CharField("已取得职业技能名称及等级", max_length=60, blank=True)
    prior_certificate_number = models.CharField("已取得证书编号", max_length=40, blank=True)
    prior_issuer = models.CharField("发证单位", max_length=60, blank=True)
    years_in_occupation = models.PositiveSmallIntegerField("申报职业工龄（年）", null=True, blank=True)
    eligibility = models.CharField("是否符合申报条件", max_length=200, blank=True)
    other = models.CharField("其他", max_length=100, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "报名"
        ordering = ("batch_id", "sequence", "pk")
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once_a_batch",
                fields=("batch", "candidate"),
                violation_error_message="每个批次只能报名一次（服务指南 4.3）。",
            ),
            models.UniqueConstraint(name="enrolment_sequence_once", fields=("batch", "sequence")),
        ]

    def __str__(self) -> str:
        return f"{self.candidate.name} 报考 {self.batch_item}"

    def get_absolute_url(self) -> str:
        """Return the enrolment's page."""
        return reverse("candidates:enrolment", kwargs={"pk": self.pk})

    def save(self, **kwargs: Any) -> None:
        """Store the row; its batch is its item's."""
        self.batch = self.batch_item.batch
        super().save(**kwargs)

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.batch.station.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether the candidate can still change the form."""
        return self.status in {EnrolmentStatus.DRAFT, EnrolmentStatus.RETURNED}

    @property
    def is_student(self) -> bool:
        """Tell whether the batch examines students: they name a school, all others an employer."""
        return self.batch.candidate_type == CandidateType.STUDENT

    @property
    def institution_label(self) -> str:
        """What row 3 of the personal form is called for this candidate type (guide 4.4)."""
        return "就读院校" if self.is_student else "工作单位"


class NoticeKind(models.TextChoices):
    """What candidates are told of by mail."""

    DATE_CHANGED = "date_changed", "考试日期调整"
    BATCH_CANCELLED = "batch_cancelled", "批次取消"


class CandidateNotice(models.Model):
    """One mail that told a candidate of something, so that none goes twice.

    `subject_key` is the key of what it told of: the change of date, or the batch.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notices", verbose_name="报名")
    kind = models.CharField("事项", max_length=20, choices=NoticeKind)
    subject_key = models.PositiveBigIntegerField(editable=False)
    sent_at = models.DateTimeField("发送时间")

    class Meta:
        verbose_name = "考生通知"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="candidate_notice_once", fields=("enrolment", "kind", "subject_key"))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.enrolment}"


class HistoryKind(models.TextChoices):
    """What a line of a person's history tells of."""

    STUDY = "study", "学习经历"
    WORK = "work", "工作经历"


class HistoryEntry(models.Model):
    """One period of a candidate's schooling or work (学习经历), from junior school on (guide 4.3-3)."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="history")
    kind = models.CharField("类别", max_length=10, choices=HistoryKind, default=HistoryKind.STUDY)
    start = models.DateField("起始年月")
    end = models.DateField("截止年月", null=True, blank=True)
    place = models.CharField("学校或单位", max_length=100)
    subject = models.CharField("专业或岗位", max_length=60, blank=True)
    duty = models.CharField("担任职务", max_length=60, blank=True)

    class Meta:
        verbose_name = "经历"
        ordering = ("kind", "start", "pk")
        constraints = [
            models.CheckConstraint(
                name="history_dates_in_order",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="截止年月不能早于起始年月。",
            )
        ]

    def __str__(self) -> str:
        def month(day: "date | None") -> str:
            return f"{day:%Y.%m}" if day else "至今"

        tail = "，".join(part for part in (self.place, self.subject, self.duty) if part)
        return f"{month(self.start)}–{month(self.end)} {tail}"


class UploadKind(models.TextChoices):
    """What a picture shows."""

    PHOTO = "photo", "本人照片"
    ID_FRONT = "id_front", "证件人像面"
    ID_BACK = "id_back", "证件国徽面"
    STUDENT_CARD = "student_card", "学生证"
    CERTIFICATE = "certificate", "已取得的证书"
    WORK_PROOF = "work_proof", "工作年限证明"
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
    uploaded_at = models.DateTimeField("上传时间")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "上传材料"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="upload_kind_once", fields=("enrolment", "kind"))]

    def __str__(self) -> str:
        return self.get_kind_display()
