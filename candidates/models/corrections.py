"""Requests to correct what was handed in: the value before, the value wanted, and who decided."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from candidates.models.enrolments import Enrolment
from stations.querysets import province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet


class CorrectionStatus(models.TextChoices):
    """States of a request for correction."""

    REQUESTED = "requested", "待考试站审核"
    ENDORSED = "endorsed", "待管理站审批"
    APPROVED = "approved", "已更正"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (CorrectionStatus.REQUESTED, CorrectionStatus.ENDORSED)


class CorrectionQuerySet(CaseQuerySet, ScopedQuerySet["Correction"]):
    """Requests by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the candidate's own; to staff those of their stations' batches."""
        if user.role == Role.CANDIDATE:
            return self.filter(enrolment__candidate__user=user)
        path = "enrolment__batch__station"
        return self.filter(
            station_scope(user, path) | province_scope(user, path) & Q(enrolment__batch__scheme="skill_level")
        )


class Correction(Case):
    """A candidate's request to correct one fact of an enrolment that was handed in (guide 4.3-3).

    The station decides; facts of identity need management besides. Old and new value stay. `field` names a
    fact of `candidates.correcting.facts`; both values are as people read them, `new_data` as stored.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="corrections", verbose_name="报名")
    status = models.CharField(
        "状态", max_length=20, choices=CorrectionStatus, default=CorrectionStatus.REQUESTED, editable=False
    )
    field = models.CharField("更正事项", max_length=40)
    old = models.CharField("原内容", max_length=300, blank=True)
    new = models.CharField("更正为", max_length=300)
    new_data = models.JSONField(default=str)
    reason = models.CharField("更正理由", max_length=200)
    is_identity = models.BooleanField("身份信息", default=False)
    requested_at = models.DateTimeField("申请时间")
    decided_at = models.DateTimeField("办结时间", null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正申请"
        ordering = ("-pk",)
        indexes = [models.Index(fields=("status", "requested_at"))]
        constraints = [
            models.UniqueConstraint(
                name="correction_open_once_a_field",
                fields=("enrolment", "field"),
                condition=Q(status__in=("requested", "endorsed")),
                violation_error_message="这一项已有一份更正申请正在办理。",
            )
        ]

    def __str__(self) -> str:
        return f"更正申请：{self.enrolment}"

    def get_absolute_url(self) -> str:
        """Return the request's page."""
        return reverse("candidates:correction", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.enrolment.audit_organisation

    @property
    def is_open(self) -> bool:
        """Tell whether the request waits for a decision."""
        return self.status in OPEN
