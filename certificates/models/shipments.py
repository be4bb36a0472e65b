"""Certificates on their way to the people who earned them (guide 4.6-7)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from certificates.models.certificates import Certificate
from workflow.lifecycle import Case, CaseQuerySet

# In the carrier's place where the station fetched the certificates itself.
FETCHED = "考试站自取"


class ShipmentStatus(models.TextChoices):
    """States of a shipment."""

    SENT = "sent", "已寄出"
    RECEIVED = "received", "考试站已签收"
    CANCELLED = "cancelled", "已取消"


class ShipmentQuerySet(CaseQuerySet, ScopedQuerySet["Shipment"]):
    """Shipments by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class Shipment(Case):
    """Certificates of a batch in one parcel, posted or fetched by the station (证书邮寄).

    Attributes:
        certificates: what lies in it; of one that was cancelled, what was thought to.
        missing: what the station didn't find in it.
        tracking_number: the carrier's; empty where the station fetched it.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="shipments", verbose_name="批次")
    certificates = models.ManyToManyField(Certificate, related_name="shipments", verbose_name="证书")
    missing = models.ManyToManyField(
        Certificate, related_name="missed_in", editable=False, verbose_name="缺少的证书"
    )
    carrier = models.CharField("承运单位", max_length=40)
    tracking_number = models.CharField("运单号", max_length=40, blank=True)
    addressee = models.CharField("收件人", max_length=50, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    sent_on = models.DateField("寄出日期")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="寄件人")
    received_at = models.DateTimeField("签收时间", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=ShipmentStatus, default=ShipmentStatus.SENT, editable=False
    )

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = "证书邮寄"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="shipment_once",
                fields=("carrier", "tracking_number"),
                condition=~Q(status="cancelled") & ~Q(tracking_number=""),
                violation_error_message="该运单号已经登记过。",
            ),
            models.CheckConstraint(
                name="shipment_numbered_unless_fetched",
                condition=~Q(tracking_number="") | Q(carrier=FETCHED),
                violation_error_message="邮寄的须填写运单号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number or self.sent_on}"

    def get_absolute_url(self) -> str:
        """Return the shipment's page."""
        return reverse("certificates:shipment", kwargs={"pk": self.pk})

    @property
    def was_fetched(self) -> bool:
        """Tell whether the station fetched it, so that no carrier brought it."""
        return not self.tracking_number

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that receives it."""
        return self.batch.station.organisation


class Handover(models.Model):
    """A certificate given into the hands of its holder, or of somebody in the holder's place (领取).

    Once for each parcel that brought the certificate: a lost one is printed, posted and handed over again.
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="handovers", verbose_name="证书"
    )
    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="handovers", verbose_name="邮寄件")
    taken_on = models.DateField("领取日期")
    taken_by = models.CharField("领取人", max_length=50)
    own = models.BooleanField("本人领取", default=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "证书领取"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="handover_once",
                fields=("certificate", "shipment"),
                violation_error_message="该证书已登记领取。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.taken_by} {self.taken_on}"
