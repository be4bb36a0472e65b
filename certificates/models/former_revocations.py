"""Revoking a former certificate: one person asks, another one at the centre decides."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Perm
from certificates.models.former import FormerCertificate
from workflow.lifecycle import Case, CaseQuerySet


class FormerRevocationStatus(models.TextChoices):
    """States of a revocation."""

    REQUESTED = "requested", "待审批"
    DONE = "done", "已办理"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class FormerRevocationQuerySet(CaseQuerySet, ScopedQuerySet["FormerRevocation"]):
    """Revocations by scope."""

    def visible_to(self, user: User) -> Self:
        """Return all to the offices that look after former certificates."""
        return self if user.has_right(Perm.FORMER_VIEW) else self.none()


class FormerRevocation(Case):
    """A certificate of the time before the portal is to be revoked (撤销历史证书)."""

    certificate = models.ForeignKey(
        FormerCertificate, models.PROTECT, related_name="revocations", verbose_name="历史证书"
    )
    reason = models.CharField("理由", max_length=300)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="审批人"
    )
    status = models.CharField(
        "状态",
        max_length=20,
        choices=FormerRevocationStatus,
        default=FormerRevocationStatus.REQUESTED,
        editable=False,
    )

    objects = FormerRevocationQuerySet.as_manager()

    class Meta:
        verbose_name = "历史证书撤销"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="former_revocation_one_open",
                fields=("certificate",),
                condition=Q(status="requested"),
                violation_error_message="该历史证书已有待审批的撤销申请。",
            ),
            models.CheckConstraint(
                name="former_revocation_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("requested_by")),
                violation_error_message="申请和审批须由两人办理。",
            ),
        ]

    def __str__(self) -> str:
        return f"撤销历史{self.certificate}"

    def get_absolute_url(self) -> str:
        """Return the revocation's page."""
        return reverse("certificates:former_revocation", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the office that asked."""
        office = self.requested_by.organisation
        if office is None:
            raise ValueError("Who asks belongs to an office.")
        return office
