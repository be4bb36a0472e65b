"""Certificates as issued: what was printed stays as it was printed."""

import secrets
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.identity import DocumentType
from accounts.models import Organisation, SealedDocument, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from candidates.models import Enrolment
from exams.grading import PASSING, ExamGrade
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level
from stations.querysets import province_scope, station_scope
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from batches.models import Batch


def new_token() -> str:
    """Return 128 random bits as the QR code carries them."""
    return secrets.token_urlsafe(16)


class CertificateStatus(models.TextChoices):
    """States of a certificate."""

    ISSUED = "issued", "有效"
    POSTED = "posted", "已邮寄"
    RECEIVED = "received", "已领取"
    REVOKED = "revoked", "已撤销"
    REISSUED = "reissued", "已换发"


# States in which the certificate no longer stands for its holder.
ENDED = (CertificateStatus.REVOKED, CertificateStatus.REISSUED)


# Printed in place of a trade that the occupation doesn't have.
NO_TRADE = "--"


class CertificateQuerySet(CaseQuerySet, ScopedQuerySet["Certificate"]):
    """Certificates by scope and standing."""

    def visible_to(self, user: User) -> Self:
        """Return the holder's own; to staff those of their stations."""
        if user.role == Role.CANDIDATE:
            return self.filter(enrolment__candidate__user=user)
        path = "enrolment__batch__station"
        return self.filter(
            station_scope(user, path) | province_scope(user, path) & Q(scheme=Scheme.SKILL_LEVEL)
        )

    def standing(self) -> Self:
        """Return those that still stand for their holders."""
        return self.exclude(status__in=ENDED)

    def in_roster_order(self) -> Self:
        """Return the certificates in the order in which their holders enrolled (guide 4.6-3)."""
        return self.order_by("enrolment__batch", "enrolment__sequence", "pk")


class Certificate(SealedDocument, Case):
    """A certificate with the holder's data as printed; never edited: a correction revokes and reissues."""

    number = models.CharField("证书编号", max_length=30, unique=True)
    # What the QR code on the paper leads to: tells nothing, and nobody guesses it.
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaced_by",
        verbose_name="换发自",
    )
    file = models.FileField("电子证书", upload_to="certificates/", blank=True, editable=False)
    file_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates", verbose_name="报名")
    holder_name = models.CharField("姓名", max_length=50, db_index=True)
    document_type = models.CharField("证件类型", max_length=30, choices=DocumentType)
    document_index = models.CharField(max_length=64, db_index=True, editable=False)
    scheme = models.CharField("评价类别", max_length=20, choices=Scheme)
    occupation_code = models.CharField("职业编码", max_length=20)
    occupation_name = models.CharField("职业名称", max_length=60)
    trade_code = models.CharField("工种编码", max_length=20, blank=True)
    trade_name = models.CharField("工种名称", max_length=60, blank=True)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    level_label = models.CharField("等级名称", max_length=20)
    theory = models.DecimalField("理论成绩", max_digits=4, decimal_places=1)
    practical = models.DecimalField("实操成绩", max_digits=4, decimal_places=1)
    grade = models.CharField("评定成绩", max_length=10, choices=ExamGrade)
    station_code = models.CharField("机构编码", max_length=20)
    station_name = models.CharField("机构名称", max_length=100)
    # Of the scheme skill_level: the branch under its filed name. The ability scheme's is the station itself.
    body_name = models.CharField("评价机构", max_length=100, blank=True)
    exam_date = models.DateField("考试日期")
    issued_on = models.DateField("发证日期")
    status = models.CharField(
        "状态", max_length=20, choices=CertificateStatus, default=CertificateStatus.ISSUED, editable=False
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "证书"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                name="certificate_one_standing",
                fields=("enrolment",),
                condition=~Q(status__in=ENDED),
                violation_error_message="该考生本次考试已有有效证书。",
            ),
            models.CheckConstraint(name="certificate_passed", condition=Q(grade__in=sorted(PASSING))),
        ]

    def __str__(self) -> str:
        return f"证书 {self.number}"

    def get_absolute_url(self) -> str:
        """Return the certificate's page."""
        return reverse("certificates:page", kwargs={"pk": self.pk})

    @property
    def trade_words(self) -> str:
        """The trade as it is printed: ``--`` where the occupation has none."""
        return self.trade_name or NO_TRADE

    @property
    def evaluated_by(self) -> str:
        """The evaluation body as it is printed: the branch's filed name, or the station's."""
        return self.body_name or self.station_name

    @property
    def stands(self) -> bool:
        """Tell whether the certificate still stands for its holder."""
        return self.status not in ENDED

    @property
    def standing(self) -> str:
        """What the public is told of it: posted and received certificates are simply valid."""
        return str(CertificateStatus.ISSUED.label if self.stands else self.get_status_display())

    @property
    def batch(self) -> "Batch":
        """The batch in which it was earned."""
        return self.enrolment.batch

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examined."""
        return self.enrolment.batch.station.organisation
