"""Which parcel a certificate lies in: of all that ever held it, the newest."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from certificates.models import (
    Certificate,
    CertificateQuerySet,
    CertificateStatus,
    Shipment,
    ShipmentStatus,
)

# A lost certificate is printed and posted again, one that was missing too: earlier parcels held them as well.
NEWEST: QuerySet[Shipment] = Shipment.objects.filter(certificates=OuterRef("pk")).order_by("-pk")


def aboard(parcel: Shipment) -> CertificateQuerySet:
    """Return the certificates that were posted in this parcel and in none since, and weren't taken."""
    inside = Certificate.objects.filter(shipments=parcel, status=CertificateStatus.POSTED)
    newest = inside.alias(newest=Subquery(NEWEST.values("pk")[:1])).filter(newest=parcel.pk)
    return newest.in_roster_order()


def lying_at_station(certificates: CertificateQuerySet) -> CertificateQuerySet:
    """Return of the certificates those whose parcel has arrived, and that wait for their holders."""
    posted = certificates.filter(status=CertificateStatus.POSTED)
    return posted.alias(way=Subquery(NEWEST.values("status")[:1])).filter(way=ShipmentStatus.RECEIVED)


def parcels_of(certificates: Sequence[Certificate]) -> dict[int, Shipment]:
    """Return the parcel in which each certificate lies, by the certificate's key; two queries."""
    links = Shipment.certificates.through.objects.filter(certificate__in=[one.pk for one in certificates])
    # In the order of the parcels, so that the newest stays.
    newest = dict(links.order_by("shipment").values_list("certificate", "shipment"))
    parcels = Shipment.objects.in_bulk(set(newest.values()))
    return {certificate: parcels[parcel] for certificate, parcel in newest.items()}
