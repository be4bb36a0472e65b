"""Changes of a batch's exam date: one approved a batch (guide 4.5.1-6)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from batches.models.batches import Batch
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class DateChangeStatus(models.TextChoices):
    """States of a change of date."""

    REQUESTED = "requested", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class DateChangeQuerySet(CaseQuerySet, ScopedQuerySet["DateChange"]):
    """Changes of date by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class DateChange(Case):
    """A station's request to hold an exam earlier or later than approved (考试日期调整)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="date_changes", verbose_name="批次")
    old_date = models.DateField("原考试日期", editable=False)
    new_date = models.DateField("调整后考试日期")
    reason = models.CharField("调整原因", max_length=300)
    requested_at = models.DateTimeField("申请时间", editable=False)
    decided_at = models.DateTimeField("审批时间", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=DateChangeStatus, default=DateChangeStatus.REQUESTED, editable=False
    )

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "考试日期调整"
        ordering = ("-requested_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="date_change_approved_once",
                fields=("batch",),
                condition=Q(status=DateChangeStatus.APPROVED),
                violation_error_message="每个批次的考试日期只能调整一次（服务指南 4.5.1-6）。",
            ),
            models.UniqueConstraint(
                name="date_change_requested_once",
                fields=("batch",),
                condition=Q(status=DateChangeStatus.REQUESTED),
                violation_error_message="该批次已有一份日期调整申请在等待审批。",
            ),
            models.CheckConstraint(
                name="date_change_changes",
                condition=~Q(new_date=models.F("old_date")),
                violation_error_message="调整后的考试日期与原日期相同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} 考试日期调整（{self.old_date} → {self.new_date}）"

    def get_absolute_url(self) -> str:
        """Return the request's page."""
        return reverse("batches:date_change", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.batch.station.organisation
