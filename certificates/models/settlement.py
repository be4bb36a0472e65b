"""What certificates cost, and the payment of a batch's (guide 4.6-3, -7)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from documents.file_rows import FileRow
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level
from workflow.lifecycle import Case, CaseQuerySet, State


class Fee(models.Model):
    """What one certificate of a scheme and level costs from a day on (收费标准)."""

    scheme = models.CharField("评价类别", max_length=20, choices=Scheme)
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    amount = models.DecimalField("金额（元/人）", max_digits=8, decimal_places=2)
    valid_from = models.DateField("生效日期")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="设定人")

    class Meta:
        verbose_name = "收费标准"
        ordering = ("scheme", "level", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                name="fee_once_a_day",
                fields=("scheme", "level", "valid_from"),
                violation_error_message="该类别、等级在这一天已有收费标准。",
            ),
            models.CheckConstraint(name="fee_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.get_level_display()} {self.amount:.2f} 元"

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain: fees hold for every station."""


class SettlementStatus(models.TextChoices):
    """States of a settlement."""

    OPEN = "open", "待付款"
    PAID = "paid", "待确认"
    QUESTIONED = "questioned", "有疑问"
    CONFIRMED = "confirmed", "已结算"


class SettlementQuerySet(CaseQuerySet, ScopedQuerySet["Settlement"]):
    """Settlements by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class Settlement(Case):
    """What a station owes for the certificates of one batch, and that it paid (证书结算).

    Attributes:
        lines: what was computed when it was opened, one a trade and level: ``{"item": 3, "words": "…",
            "people": 28, "fee": "50.00", "sum": "1400.00"}``; later changes of fees change nothing.
        total: their sum in yuan.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="settlement", verbose_name="批次")
    lines = models.JSONField("明细")
    total = models.DecimalField("应付金额（元）", max_digits=10, decimal_places=2)
    opened_at = models.DateTimeField("结算时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=SettlementStatus, default=SettlementStatus.OPEN, editable=False
    )

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = "证书结算"
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(name="settlement_not_negative", condition=Q(total__gte=0))]

    def __str__(self) -> str:
        return f"{self.batch} 证书结算"

    def get_absolute_url(self) -> str:
        """Return the settlement's page."""
        return reverse("certificates:settlement", kwargs={"pk": self.pk})

    def state_at(self, at: datetime) -> State:
        """Return the status; one that waits for payment isn't coloured as what is done."""
        key = "draft" if self.status == SettlementStatus.OPEN else self.status
        return State(key, self.get_status_display())

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that pays."""
        return self.batch.station.organisation


class Remittance(FileRow):
    """A slip that shows a payment (汇款单)."""

    settlement = models.ForeignKey(
        Settlement, models.PROTECT, related_name="remittances", verbose_name="证书结算"
    )
    amount = models.DecimalField("汇款金额（元）", max_digits=10, decimal_places=2)
    paid_on = models.DateField("汇款日期")
    note = models.CharField("说明", max_length=200, blank=True)
    file = models.FileField("汇款单", upload_to="remittances/")
    content_type = models.CharField(max_length=80)
    name = models.CharField("文件名", max_length=120)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")
    withdrawn_at = models.DateTimeField("作废时间", null=True, editable=False)

    class Meta:
        verbose_name = "汇款单"
        ordering = (F("paid_on").desc(), "-pk")
        constraints = [models.CheckConstraint(name="remittance_positive", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.paid_on} 汇款 {self.amount:.2f} 元"
