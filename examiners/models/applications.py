"""Applications for examiners and managers, with the answers of form F2 (guide 3.2)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.identity import DocumentType, Sex
from accounts.models import Organisation, SealedDocument
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from documents.file_rows import FileRow
from examiners.models.roster import Examiner
from ostami.policy import EXAMINER_MAX_TRADES
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.querysets import EVERYTHING, NOTHING
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class SoughtGrade(models.TextChoices):
    """What a person applies to become (参加培训项目, guide 3.2)."""

    SENIOR = "senior", "高级考评员"
    EXAMINER = "examiner", "考评员"
    MANAGER = "manager", "管理人员"


class ApplicationSubject(models.TextChoices):
    """What an application is about."""

    APPOINTMENT = "appointment", "首次申报"
    PROMOTION = "promotion", "晋升高级考评员"
    TRADES = "trades", "增减工种"


class TitleRank(models.TextChoices):
    """Ranks of technical titles (专业技术职称)."""

    NONE = "", "无"
    JUNIOR = "junior", "初级"
    INTERMEDIATE = "intermediate", "中级"
    SENIOR = "senior", "高级"


class ExaminerApplicationStatus(models.TextChoices):
    """States of an examiner application."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待核查"
    CHECKED = "checked", "待审批"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "不予批准"


class ExaminerApplicationQuerySet(CaseQuerySet, ScopedQuerySet["ExaminerApplication"]):
    """Applications by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return one's own organisation's; to management and centre those that were handed in once.

        A branch deals with none of them, and F2 holds full document numbers.
        """
        handed_in = Q(submitted_at__isnull=False)
        match user.role:
            case Role.APPLICANT | Role.STATION:
                return self.filter(organisation=user.organisation_id)
            case Role.MANAGEMENT:
                return self.filter(handed_in, organisation__parent=user.organisation_id)
            case Role.CENTRE:
                return self.filter(EVERYTHING, handed_in)
            case _:
                return self.filter(NOTHING)


class ExaminerApplication(SealedDocument, Case):
    """A person whom a station (or a school that applies to become one) puts up, with the answers of F2."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="examiner_applications", verbose_name="单位"
    )
    subject = models.CharField(
        "申报类别", max_length=20, choices=ApplicationSubject, default=ApplicationSubject.APPOINTMENT
    )
    examiner = models.ForeignKey(
        Examiner, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="考评员"
    )
    status = models.CharField(
        "状态",
        max_length=20,
        choices=ExaminerApplicationStatus,
        default=ExaminerApplicationStatus.DRAFT,
        editable=False,
    )
    started_at = models.DateTimeField("开始填写时间")
    submitted_at = models.DateTimeField("最近提交时间", null=True, editable=False)

    person_name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=10, choices=Sex, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    document_type = models.CharField(
        "证件类型", max_length=30, choices=DocumentType, default=DocumentType.RESIDENT_ID
    )
    document_index = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    education = models.CharField("学历及专业", max_length=100, blank=True)
    department = models.CharField("所在部门", max_length=100, blank=True)
    occupation = models.CharField("职业及年限", max_length=100, blank=True)
    title = models.CharField("职称或职务", max_length=100, blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    sought = models.CharField(
        "参加培训项目", max_length=20, choices=SoughtGrade, default=SoughtGrade.EXAMINER
    )
    skill_level = models.PositiveSmallIntegerField("职业技能等级", choices=Level, null=True, blank=True)
    title_rank = models.CharField("专业技术职称", max_length=20, choices=TitleRank, blank=True)
    examiner_since = models.DateField("取得考评员资格日期", null=True, blank=True)
    taught_classes = models.CharField("任教班级", max_length=200, blank=True)
    department_opinion = models.CharField("所在部门推荐意见", max_length=500, blank=True)
    department_head = models.CharField("部门负责人", max_length=50, blank=True)
    department_on = models.DateField("部门意见日期", null=True, blank=True)
    trades = models.ManyToManyField(Trade, through="ApplicationTrade", related_name="+", verbose_name="工种")

    objects = ExaminerApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "考评员申报"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="examiner_application_names_examiner",
                condition=Q(subject="appointment") | Q(examiner__isnull=False),
                violation_error_message="晋升和增减工种须指明已登记的考评员。",
            ),
            models.UniqueConstraint(
                name="examiner_application_one_in_hand",
                fields=("organisation", "document_index"),
                condition=~Q(document_index="") & ~Q(status__in=["approved", "rejected"]),
                violation_error_message="该人员已有一份申报正在办理。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.get_sought_display()}{self.get_subject_display()}"

    def get_absolute_url(self) -> str:
        """Return the application's page."""
        return reverse("examiner_applications:page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of whoever puts the person up."""
        return self.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be changed."""
        return self.status in {ExaminerApplicationStatus.DRAFT, ExaminerApplicationStatus.RETURNED}


class ApplicationTrade(models.Model):
    """One of at most three trades (限三个, guide 3.2); the places are what limits them."""

    application = models.ForeignKey(ExaminerApplication, models.CASCADE, related_name="trade_places")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(name="applied_trade_once", fields=("application", "trade")),
            models.UniqueConstraint(name="applied_trade_place_once", fields=("application", "place")),
            models.CheckConstraint(
                name="applied_trades_at_most_three",
                condition=Q(place__gte=1, place__lte=EXAMINER_MAX_TRADES),
                violation_error_message="每名考评员最多申报三个工种（服务指南 3.2）。",
            ),
        ]


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    PHOTO = "photo", "照片"
    SKILL = "skill", "职业技能等级证书"
    TITLE = "title", "职称证书"
    SIGNED_FORM = "signed_form", "签字盖章的审批表"


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """Files by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the files of the applications that the person sees."""
        return self.filter(application__in=ExaminerApplication.objects.visible_to(user))


class Evidence(FileRow):
    """One file of an application, checked and cleaned, sealed at rest."""

    application = models.ForeignKey(ExaminerApplication, models.CASCADE, related_name="evidence")
    kind = models.CharField("材料", max_length=20, choices=EvidenceKind)
    file = models.FileField("文件", upload_to="examiner-applications/")
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField("上传时间")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "考评员申报材料"
        ordering = ("kind", "pk")
        constraints = [models.UniqueConstraint(name="evidence_kind_once", fields=("application", "kind"))]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_picture(self) -> bool:
        """Tell whether a page can show it."""
        return self.content_type.startswith("image/")
