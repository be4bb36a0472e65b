"""Destroying evidence whose time of keeping is over: the station proposes, management releases."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from exams.models.evidence import EvidenceKind
from workflow.lifecycle import Case, CaseQuerySet


class DisposalStatus(models.TextChoices):
    """States of a disposal."""

    PROPOSED = "proposed", "待管理站批准"
    DONE = "done", "已销毁"
    REFUSED = "refused", "不同意销毁"
    WITHDRAWN = "withdrawn", "已撤回"


class EvidenceDisposalQuerySet(CaseQuerySet, ScopedQuerySet["EvidenceDisposal"]):
    """Disposals by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class EvidenceDisposal(Case):
    """A station asks to destroy one kind of a batch's evidence; a second person, at management, releases it.

    Attributes:
        destroyed: how many files went; their rows stay, with name and digest.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="disposals", verbose_name="批次")
    kind = models.CharField("类别", max_length=20, choices=EvidenceKind)
    reason = models.CharField("理由", max_length=300)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    proposed_at = models.DateTimeField("申请时间")
    destroyed = models.PositiveIntegerField("销毁文件数", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=DisposalStatus, default=DisposalStatus.PROPOSED, editable=False
    )

    objects = EvidenceDisposalQuerySet.as_manager()

    class Meta:
        verbose_name = "资料销毁"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="disposal_once_while_open",
                fields=("batch", "kind"),
                condition=Q(status="proposed"),
                violation_error_message="该类资料已有待批准的销毁申请。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch}{self.get_kind_display()}销毁"

    def get_absolute_url(self) -> str:
        """Return the disposal's page."""
        return reverse("exams:disposal", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examined."""
        return self.batch.station.organisation
