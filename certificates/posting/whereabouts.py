"""Where the paper of a certificate is, in words for those who hand it over.

What is read here, the parcels and the handovers, may have been fetched before.
"""

from certificates.models import Certificate, CertificateStatus, Handover, Shipment, ShipmentStatus


def where_of(certificate: Certificate) -> str:
    """Say whether a certificate was sent, waits at the station, was taken, or is to be called in."""
    parcels, handovers = list(certificate.shipments.all()), list(certificate.handovers.all())
    if not certificate.stands:
        was_out = any(one.status != ShipmentStatus.CANCELLED for one in parcels)
        return _called_in(certificate) if was_out else certificate.standing
    if certificate.status == CertificateStatus.RECEIVED and handovers:
        return taken_words(handovers[0])
    if certificate.status == CertificateStatus.POSTED and parcels:
        return _waiting(parcels[0])
    return "待重新邮寄" if parcels else "未寄出"


def where_in(certificate: Certificate, parcel: Shipment) -> str:
    """Say what became of the paper that lay in a parcel."""
    taken = [taken_words(one) for one in certificate.handovers.all() if one.shipment_id == parcel.pk]
    if not certificate.stands:
        return "；".join([*taken, _called_in(certificate)])
    if taken:
        return taken[0]
    if parcel.status == ShipmentStatus.CANCELLED:
        return "—"
    newest = next(iter(certificate.shipments.all()), None)
    if certificate.status == CertificateStatus.POSTED and newest == parcel:
        return _waiting(parcel)
    return "已补办，另行邮寄"


def taken_words(handover: Handover) -> str:
    """Say when a certificate was taken and by whom."""
    return f"{handover.taken_on} {'本人' if handover.own else f'{handover.taken_by}代领'}"


def _waiting(parcel: Shipment) -> str:
    return "未领取" if parcel.status == ShipmentStatus.RECEIVED else "在途，未签收"


def _called_in(certificate: Certificate) -> str:
    return f"{certificate.standing}，原证书请收回作废"
