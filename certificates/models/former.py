"""Certificates of the time before the portal, brought in from workbooks; looked up like the portal's own."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.identity import DocumentType
from accounts.models import SealedDocument, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Perm
from certificates.models.certificates import NO_TRADE, CertificateStatus
from scope_catalog.choices import Scheme


class FormerKind(models.TextChoices):
    """What former certificates certify; of the time before both schemes there are 职业资格证书."""

    ABILITY = Scheme.ABILITY.value, Scheme.ABILITY.label
    SKILL_LEVEL = Scheme.SKILL_LEVEL.value, Scheme.SKILL_LEVEL.label
    QUALIFICATION = "qualification", "职业资格证书"


class FormerCertificateQuerySet(ScopedQuerySet["FormerCertificate"]):
    """Former certificates by scope."""

    def visible_to(self, user: User) -> Self:
        """Return all to the offices that look after them."""
        return self if user.has_right(Perm.FORMER_VIEW) else self.none()


class FormerCertificate(SealedDocument):
    """A certificate issued before, as the workbook told it."""

    number = models.CharField("证书编号", max_length=40, unique=True)
    holder_name = models.CharField("姓名", max_length=50, db_index=True)
    document_type = models.CharField("证件类型", max_length=30, choices=DocumentType)
    document_index = models.CharField(max_length=64, db_index=True, editable=False, blank=True)
    scheme = models.CharField("评价类别", max_length=20, choices=FormerKind)
    occupation_name = models.CharField("职业名称", max_length=60)
    trade_name = models.CharField("工种名称", max_length=60, blank=True)
    level_label = models.CharField("等级", max_length=20)
    station_name = models.CharField("机构名称", max_length=100, blank=True)
    issued_on = models.DateField("发证日期")
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="导入人")
    imported_at = models.DateTimeField("导入时间")

    objects = FormerCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "历史证书"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"证书 {self.number}"

    def get_absolute_url(self) -> str:
        """Return the certificate's page."""
        return reverse("certificates:former", kwargs={"pk": self.pk})

    @property
    def trade_words(self) -> str:
        """The trade as the portal's own certificates print it."""
        return self.trade_name or NO_TRADE

    @property
    def stands(self) -> bool:
        """Tell whether the certificate still stands for its holder."""
        return self.revoked_on is None

    @property
    def standing(self) -> str:
        """What the public is told of it."""
        return str((CertificateStatus.ISSUED if self.stands else CertificateStatus.REVOKED).label)
