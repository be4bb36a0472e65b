"""Supervisors sent to batches (guide 4.5.1-11)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch
from examiners.models import Supervisor
from exams.models.draws import SupervisionDraw
from workflow.lifecycle import Case, CaseQuerySet


class SupervisionStatus(models.TextChoices):
    """States of an assignment."""

    ASSIGNED = "assigned", "已派"
    REPORTED = "reported", "已提交督导报告"
    RECALLED = "recalled", "已撤回"


LIVE = (SupervisionStatus.ASSIGNED, SupervisionStatus.REPORTED)


class SupervisionAssignmentQuerySet(CaseQuerySet, ScopedQuerySet["SupervisionAssignment"]):
    """Assignments by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of management's own supervisors, a supervisor's own, all to the centre."""
        match user.role:
            case Role.CENTRE:
                return self
            case Role.MANAGEMENT:
                return self.filter(supervisor__organisation=user.organisation_id)
            case Role.SUPERVISOR:
                return self.filter(supervisor__user=user)
            case _:
                return self.none()

    def live(self) -> Self:
        """Return those that were not recalled."""
        return self.filter(status__in=LIVE)


class SupervisionAssignment(Case):
    """One supervisor sent to one batch, because the batch was drawn or by hand with a reason."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="supervisions", verbose_name="批次")
    supervisor = models.ForeignKey(
        Supervisor, models.PROTECT, related_name="assignments", verbose_name="督导员"
    )
    draw = models.ForeignKey(
        SupervisionDraw,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="督考抽签",
    )
    by_hand_reason = models.CharField("直接选派的理由", max_length=300, blank=True)
    assigned_at = models.DateTimeField("选派时间")
    status = models.CharField(
        "状态",
        max_length=20,
        choices=SupervisionStatus,
        default=SupervisionStatus.ASSIGNED,
        editable=False,
    )

    objects = SupervisionAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "督考任务"
        ordering = ("-assigned_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="supervision_once_while_live",
                fields=("batch", "supervisor"),
                condition=Q(status__in=["assigned", "reported"]),
                violation_error_message="该督导员已派往这个批次。",
            ),
            models.CheckConstraint(
                name="supervision_drawn_or_with_reason",
                condition=Q(draw__isnull=False) | ~Q(by_hand_reason=""),
                violation_error_message="未抽中的批次，请填写直接选派的理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}督考{self.batch}"

    def get_absolute_url(self) -> str:
        """Return the assignment's page."""
        return reverse("exams:supervision_assignment", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the management station."""
        return self.supervisor.organisation

    @property
    def is_live(self) -> bool:
        """Tell whether it was not recalled."""
        return self.status in LIVE

    @property
    def why(self) -> str:
        """How it came to be: the draw, or the reason given."""
        return f"{self.draw}抽中" if self.draw else f"直接选派：{self.by_hand_reason}"
