"""What stands in the way of posting certificates and of handing them over."""

from collections.abc import Iterator
from datetime import date

from batches.models import Batch
from certificates.models import (
    FETCHED,
    Certificate,
    Settlement,
    SettlementStatus,
    Shipment,
    ShipmentStatus,
)
from certificates.services import CERTIFIED
from ostami.problems import Problem
from workflow.lifecycle import Step


def not_shippable(batch: Batch) -> Iterator[Problem]:
    """Yield why nothing of a batch can be posted: no certificates, or they aren't paid (guide 4.6-7)."""
    if batch.status not in CERTIFIED:
        yield Problem(
            f"{batch} 当前状态为“{batch.get_status_display()}”，还没有核发证书",
            "4.6-7",
            "请在指导中心核发证书后邮寄",
        )
    settlement = Settlement.objects.filter(batch=batch).first()
    if settlement is not None and settlement.status != SettlementStatus.CONFIRMED:
        yield Problem(
            f"{batch}的证书结算为“{settlement.get_status_display()}”", "4.6-7", "请先确认收到款项再邮寄"
        )


def day_problem(sent_on: date, *, certificates: list[Certificate], today: date) -> Iterator[Problem]:
    """Yield the problem that a parcel can't have gone on the day `sent_on`."""
    if sent_on > today:
        yield Problem("寄出日期不能晚于今天", remedy="请填写实际寄出的日期", field="sent_on")
    newest = max((one.issued_on for one in certificates), default=sent_on)
    if sent_on < newest:
        yield Problem(f"寄出日期早于发证日期 {newest}", remedy="请核对寄出日期", field="sent_on")


def tracked_before(carrier: str, tracking_number: str) -> Iterator[Problem]:
    """Yield that a parcel has no number, or one that was registered before and not cancelled."""
    if not tracking_number:
        if carrier != FETCHED:
            yield Problem("请填写运单号", field="tracking_number")
        return
    same = Shipment.objects.filter(carrier=carrier, tracking_number=tracking_number)
    before = same.exclude(status=ShipmentStatus.CANCELLED).first()
    if before is not None:
        yield Problem(
            f"运单 {before} 已经登记过（{before.batch}）", remedy="请核对运单号", field="tracking_number"
        )


def arrived(step: Step[Certificate]) -> Iterator[Problem]:
    """Only what has arrived at the station is handed over."""
    parcel = step.case.shipments.order_by("-pk").first()
    if parcel is None or parcel.status != ShipmentStatus.RECEIVED:
        yield Problem(f"{step.case}所在的邮寄件还没有签收", "4.6-7", "请先签收邮寄件再发放证书")


def by_parcel(step: Step[Certificate]) -> Iterator[Problem]:
    """A certificate comes back from its way with the parcel in which it was thought to lie, not by itself."""
    parcel = step.data.get("parcel")
    if parcel is None or step.case.shipments.order_by("-pk").first() != parcel:
        yield Problem(f"{step.case}不在这一邮寄件内", remedy="请在邮寄件的页面办理")
