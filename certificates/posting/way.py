"""Where a certificate is, in words for its holder."""

from collections.abc import Iterator

from certificates.models import Certificate, CertificateStatus, Shipment, ShipmentStatus
from ostami import clock


def way_of(certificate: Certificate) -> Iterator[str]:
    """Yield what happened to a certificate after its issue: posted how, arrived, taken by whom.

    What it reads, the parcels and the handovers, may have been fetched before.
    """
    parcel = next(iter(certificate.shipments.all()), None)
    if parcel is None:
        return
    if certificate.status == CertificateStatus.ISSUED:
        yield "纸质证书待重新邮寄"
        return
    yield from _parcel(parcel)
    handover = next(iter(certificate.handovers.all()), None)
    if certificate.status == CertificateStatus.RECEIVED and handover is not None:
        yield f"{handover.taken_on} " + ("已由本人领取" if handover.own else f"已由{handover.taken_by}代领")
    elif certificate.status == CertificateStatus.POSTED and parcel.received_at:
        yield "请到考试站领取"


def _parcel(parcel: Shipment) -> Iterator[str]:
    if parcel.was_fetched:
        yield f"{parcel.sent_on} 由考试站领回"
    else:
        yield f"{parcel.sent_on} 由{parcel.carrier}寄往考试站，运单号 {parcel.tracking_number}"
    if parcel.status == ShipmentStatus.RECEIVED and parcel.received_at:
        yield f"{clock.day_of(parcel.received_at)} 考试站已签收"
