"""Revoking, correcting and replacing certificates: one person asks, another decides."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from certificates.models.certificates import Certificate
from workflow.lifecycle import Case, CaseQuerySet


class ChangeKind(models.TextChoices):
    """What is asked for."""

    REVOKE = "revoke", "撤销"
    CORRECT = "correct", "更正换发"
    REPLACE = "replace", "补办"
    REISSUE = "reissue", "重新核发"


class ChangeStatus(models.TextChoices):
    """States of a change."""

    REQUESTED = "requested", "待审批"
    DONE = "done", "已办理"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


_COMING_REVOCATION = Q(kind=ChangeKind.REVOKE) & ~Q(status=ChangeStatus.DONE)


class CertificateChangeQuerySet(CaseQuerySet, ScopedQuerySet["CertificateChange"]):
    """Changes by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the certificates that the person sees; to holders no revocation that may come."""
        seen = self.filter(certificate__in=Certificate.objects.visible_to(user))
        return seen.exclude(_COMING_REVOCATION) if user.role == Role.CANDIDATE else seen

    def awaiting(self) -> Self:
        """Return those that wait for the centre."""
        return self.filter(status=ChangeStatus.REQUESTED)


class CertificateChange(Case):
    """A certificate is to be changed, by somebody else than asked (撤销、更正换发、补办、重新核发).

    Attributes:
        facts: what a correction prints instead, by the certificate's field: ``{"holder_name": "李蕾"}``;
            a document number is sealed.
        result: the certificate that came of a correction, or of issuing a wrongly revoked one anew. A lost
            one keeps its row and its number, and its paper is printed anew, with a note.
        decided_by: who granted or refused it; nobody where it was withdrawn.
        decided_at: when it ended.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="changes", verbose_name="证书")
    kind = models.CharField("事项", max_length=12, choices=ChangeKind)
    reason = models.CharField("理由", max_length=300)
    facts = models.JSONField("更正内容", default=dict, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_at = models.DateTimeField("申请时间")
    result = models.OneToOneField(
        Certificate, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="新证书"
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="审批人"
    )
    decided_at = models.DateTimeField("办结时间", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=ChangeStatus, default=ChangeStatus.REQUESTED, editable=False
    )

    objects = CertificateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "证书变更"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="certificate_change_one_open",
                fields=("certificate",),
                condition=Q(status="requested"),
                violation_error_message="该证书已有待审批的变更申请。",
            ),
            models.CheckConstraint(
                name="certificate_change_by_two",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("requested_by")),
                violation_error_message="申请和审批须由两人办理。",
            ),
            models.CheckConstraint(
                name="certificate_change_result_of_new_one",
                condition=Q(result=None) | Q(kind__in=("correct", "reissue"), status="done"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the change's page."""
        return reverse("certificates:change", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for the centre."""
        return self.status == ChangeStatus.REQUESTED

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examined."""
        return self.certificate.audit_organisation
