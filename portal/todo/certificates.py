"""What waits because certificates are paid, posted, handed over and put right."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from batches.models import BatchStatus
from certificates.blanks.balances import balances
from certificates.changes.selectors import certificates_to_mend
from certificates.models import (
    BlankDestruction,
    Certificate,
    CertificateChange,
    CertificateStatus,
    ChangeStatus,
    DestructionStatus,
    FormerRevocation,
    FormerRevocationStatus,
    Handover,
    Settlement,
    SettlementStatus,
    Shipment,
    ShipmentStatus,
)
from certificates.posting.shipping import batches_to_ship
from certificates.settlement.bills import bill_as_stored
from certificates.settlement.guards import payable
from certificates.settlement.selectors import batches_without_settlement
from exams.models import PUBLISHED
from ostami import clock
from portal.todo.items import Due, Todo

PAYING = {SettlementStatus.OPEN: "付款并上传汇款单", SettlementStatus.QUESTIONED: "核对有疑问的汇款"}
# How long certificates lie at a station before it is asked to call their holders.
CALLED_AFTER = timedelta(days=7)


def paying_todo(user: User) -> Iterator[Todo]:
    """Yield what a station has to pay for; not what can't be paid until others have acted."""
    waiting = Settlement.objects.visible_to(user).filter(status__in=PAYING)
    for one in waiting.select_related("batch").order_by("pk"):
        if not any(payable(one)):
            yield Todo(f"{PAYING[SettlementStatus(one.status)]}：{one.batch}", 1, one.get_absolute_url())


def parcels_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the parcels on their way to a station, and the batches whose certificates nobody fetches."""
    here = Q(status=ShipmentStatus.RECEIVED, received_at__lte=now - CALLED_AFTER, waiting__gt=0)
    parcels = Shipment.objects.visible_to(user).annotate(waiting=_waiting_in_parcel())
    lying: dict[Any, list[Any]] = {}
    for parcel in parcels.filter(Q(status=ShipmentStatus.SENT) | here).select_related("batch").order_by("pk"):
        if parcel.status == ShipmentStatus.SENT:
            yield Todo(f"签收证书：{parcel.batch}（{parcel}）", 1, parcel.get_absolute_url())
        else:
            lying.setdefault(parcel.batch, []).append(parcel)
    for batch, received in lying.items():
        first = min(clock.day_of(one.received_at) for one in received)
        due = Due(f"{first} 起在站待领", urgent=False)
        address = reverse("certificates:handovers", args=[batch.pk])
        yield Todo(f"通知考生领取证书：{batch}", sum(one.waiting for one in received), address, due)


def _waiting_in_parcel() -> Coalesce:
    """Count the certificates of a parcel that were found in it and that nobody has fetched since.

    A lost certificate is posted again, so that one in a later parcel isn't counted in the first.
    """
    this = {"certificate": OuterRef("pk"), "shipment": OuterRef(OuterRef("pk"))}
    gone = Exists(Handover.objects.filter(**this)) | Exists(Shipment.missing.through.objects.filter(**this))
    later = Shipment.certificates.through.objects.filter(
        certificate=OuterRef("pk"), shipment__gt=OuterRef(OuterRef("pk"))
    )
    posted = Certificate.objects.filter(
        ~(gone | Exists(later)), shipments=OuterRef("pk"), status=CertificateStatus.POSTED
    )
    counted = posted.order_by().values("status").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def mending_todo(user: User) -> Iterator[Todo]:
    """Yield the certificates on which a review found a wrong score, to ask for their change."""
    if count := certificates_to_mend(user).count():
        yield Todo("成绩复查有误，申请换发或撤销证书", count, reverse("certificates:changes"))


def settling_todo(user: User) -> Iterator[Todo]:
    """Yield the payments that management confirms, and the settlements that lack a fee."""
    waiting = Settlement.objects.visible_to(user).filter(
        ~Q(status=SettlementStatus.CONFIRMED), batch__status__in=PUBLISHED
    )
    rows = list(waiting.only("status", "lines", "total"))
    listing = reverse("certificates:settlements")
    if paid := sum(one.status == SettlementStatus.PAID for one in rows):
        yield Todo("确认证书结算", paid, f"{listing}?status={SettlementStatus.PAID}")
    unpriced = [one for one in rows if not bill_as_stored(one).complete]
    if unpriced:
        address = unpriced[0].get_absolute_url() if len(unpriced) == 1 else listing
        yield Todo("设定收费标准并重新计算结算", len(unpriced), address)


def posting_todo(user: User) -> Iterator[Todo]:
    """Yield the batches whose certificates management posts, and those that have no settlement yet."""
    either = batches_to_ship(user) | batches_without_settlement(user)
    found = list(either.order_by("exam_date", "pk"))
    for batch in found:
        if batch.status == BatchStatus.RESULTS_APPROVED:
            yield Todo(f"生成证书结算：{batch}", 1, batch.get_absolute_url())
    if to_ship := sum(batch.status != BatchStatus.RESULTS_APPROVED for batch in found):
        yield Todo("邮寄证书", to_ship, reverse("certificates:shipments"))


def blanks_todo(user: User) -> Iterator[Todo]:
    """Yield the blanks that run short, and the destructions that this person was named to witness."""
    if user.organisation is not None:
        for one in balances(user.organisation):
            if one.is_low:
                label = f"补充空白证书：{one.scheme.label}（库存 {one.stock} 张）"
                yield Todo(label, 1, reverse("certificates:blanks"))
    asked = BlankDestruction.objects.visible_to(user).filter(status=DestructionStatus.REQUESTED, witness=user)
    for destruction in asked.order_by("pk"):
        yield Todo(f"确认监销：{destruction}", 1, destruction.get_absolute_url())


def changes_todo(user: User) -> Iterator[Todo]:
    """Yield the changes of certificates that others asked for and this person decides on."""
    waiting = CertificateChange.objects.visible_to(user).awaiting().exclude(requested_by=user)
    if count := waiting.count():
        address = f"{reverse('certificates:changes')}?status={ChangeStatus.REQUESTED}"
        yield Todo("审批证书变更", count, address)
    revocations = FormerRevocation.objects.visible_to(user).filter(status=FormerRevocationStatus.REQUESTED)
    if others := list(revocations.exclude(requested_by=user).order_by("pk")):
        yield Todo("审批历史证书撤销", len(others), others[0].get_absolute_url())
