"""Enrolments with their personal form (guide 4.4)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch, BatchItem, CandidateType
from candidates.education import Education
from candidates.eligibility.facts import Programme, Rank, Relation
from candidates.models.people import Candidate
from scope_catalog.levels import Level
from stations.querysets import province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet


class EnrolmentStatus(models.TextChoices):
    """States of an enrolment."""

    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待上传盖章表"
    STAMPED = "stamped", "待考试站审核"
    ACCEPTED = "accepted", "审核通过"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "未通过"


# What a person claims; whether it is so is judged by the station. Blank is not said yet.
RELATIONS = (
    (Relation.SAME.value, "相同（专业对口、就是本职业）"),
    (Relation.RELATED.value, "相关"),
    (Relation.UNRELATED.value, "不相关"),
)
PROGRAMMES = tuple(
    (one.value, one.label) for one in (Programme.SENIOR_WORKER, Programme.TECHNICIAN, Programme.OTHER)
)
RANKS = tuple((one.value, one.label) for one in Rank)

# Enrolments that count towards the 99 of a batch item.
COUNTED = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED, EnrolmentStatus.ACCEPTED)


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
    graduated_on = models.DateField("毕业时间", null=True, blank=True)
    programme = models.CharField("班别", max_length=20, choices=PROGRAMMES, blank=True)
    subject_relation = models.CharField("所学专业与申报工种", max_length=20, choices=RELATIONS, blank=True)
    class_name = models.CharField("班级", max_length=40, blank=True)
    training_hours = models.PositiveSmallIntegerField("正规培训学时", null=True, blank=True)
    asks_internship = models.BooleanField("大三外出实习", default=False)
    prior_skill = models.CharField("已取得职业技能名称及等级", max_length=60, blank=True)
    prior_certificate_number = models.CharField("已取得证书编号", max_length=40, blank=True)
    prior_issuer = models.CharField("发证单位", max_length=60, blank=True)
    prior_level = models.PositiveSmallIntegerField("已取得等级", choices=Level, null=True, blank=True)
    prior_issued_on = models.DateField("证书取得日期", null=True, blank=True)
    prior_relation = models.CharField("证书职业与申报工种", max_length=20, choices=RELATIONS, blank=True)
    title_name = models.CharField("职称名称", max_length=60, blank=True)
    title_rank = models.CharField("职称级别", max_length=10, choices=RANKS, blank=True)
    title_obtained_on = models.DateField("职称取得日期", null=True, blank=True)
    title_relation = models.CharField("职称专业与申报工种", max_length=20, choices=RELATIONS, blank=True)
    certificates_said = models.BooleanField(
        "已取得的证书和职称",
        default=False,
        editable=False,
        help_text="已填写过这一页，没有证书和职称的也算",
    )
    years_in_occupation = models.PositiveSmallIntegerField("申报职业工龄（年）", null=True, blank=True)
    eligibility = models.CharField("是否符合申报条件", max_length=200, blank=True, editable=False)
    other = models.CharField("其他", max_length=100, blank=True)
    # NULL until the first submission: an empty text would stand there more than once.
    form_code = models.CharField(  # noqa: DJ001
        "申报表编码", max_length=20, unique=True, null=True, editable=False
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "报名"
        ordering = ("batch_id", "sequence", "pk")
        indexes = [
            models.Index(fields=("batch", "status")),
            models.Index(fields=("batch_item", "status")),
        ]
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
