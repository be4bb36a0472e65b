"""Trainings for examiners and managers (培训认证班, guide 2.3 note 8)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from examiners.models.applications import ExaminerApplication, SoughtGrade
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class TrainingStatus(models.TextChoices):
    """States of a training; whether people can be entered is computed from its dates."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "已结班"
    CANCELLED = "cancelled", "已取消"


class TrainingQuerySet(CaseQuerySet, ScopedQuerySet["Training"]):
    """Trainings by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the own management's trainings to it and all under it; the centre sees all."""
        if user.role == Role.CENTRE:
            return self
        if user.organisation is None or user.role not in {Role.MANAGEMENT, Role.STATION, Role.APPLICANT}:
            return self.none()
        of = user.organisation_id if user.role == Role.MANAGEMENT else user.organisation.parent_id
        return self.filter(organisation=of)


class Training(Case):
    """A training that management opens: who may attend, where or online, when, how many."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="trainings", verbose_name="主办单位"
    )
    number = models.CharField("班次编号", max_length=30, unique=True)
    title = models.CharField("名称", max_length=100)
    sought = models.CharField("培训对象", max_length=20, choices=SoughtGrade)
    is_online = models.BooleanField("线上培训", default=False)
    place = models.CharField("地点或线上入口", max_length=200)
    starts_on = models.DateField("开班日期")
    ends_on = models.DateField("结班日期")
    enrol_until = models.DateField("报名截止")
    capacity = models.PositiveSmallIntegerField("名额", default=60)
    remarks = models.CharField("说明", max_length=500, blank=True)
    status = models.CharField(
        "状态", max_length=20, choices=TrainingStatus, default=TrainingStatus.OPEN, editable=False
    )

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = "培训认证班"
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="training_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")) & Q(enrol_until__lte=F("starts_on")),
                violation_error_message="报名截止不能晚于开班日期，结班日期不能早于开班日期。",
            ),
            models.CheckConstraint(name="training_has_places", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the training's page."""
        return reverse("trainings:page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the management station that holds it."""
        return self.organisation


class TrainingResult(models.TextChoices):
    """What a person's training ended with."""

    PENDING = "pending", "待登记"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
    ABSENT = "absent", "缺席"


class TrainingEntryQuerySet(ScopedQuerySet["TrainingEntry"]):
    """Entries by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the entries of one's own people; to management and centre all of the trainings they see."""
        if user.role in {Role.MANAGEMENT, Role.CENTRE}:
            return self.filter(training__in=Training.objects.visible_to(user))
        return self.filter(application__in=ExaminerApplication.objects.visible_to(user))


class TrainingEntry(models.Model):
    """A person entered for a training by the station that puts them up."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="entries")
    application = models.ForeignKey(ExaminerApplication, models.CASCADE, related_name="training_entries")
    entered_at = models.DateTimeField("报名时间")
    result = models.CharField("结果", max_length=20, choices=TrainingResult, default=TrainingResult.PENDING)
    score = models.DecimalField("成绩", max_digits=4, decimal_places=1, null=True, blank=True)
    decided_on = models.DateField("结果日期", null=True, blank=True)

    objects = TrainingEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "培训报名"
        ordering = ("training", "pk")
        constraints = [
            models.UniqueConstraint(
                name="training_entered_once",
                fields=("training", "application"),
                violation_error_message="该人员已报名本班。",
            ),
            models.CheckConstraint(
                name="training_score_within",
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.person_name} {self.training.number}"
