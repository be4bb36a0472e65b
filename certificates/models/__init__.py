"""Certificates: their register, their numbers, their payment and their way to the holder."""

from certificates.models.blanks import CORRECTIONS, BlankEntry, BlankMove, BlankPlace
from certificates.models.certificates import (
    ENDED,
    NO_TRADE,
    Certificate,
    CertificateQuerySet,
    CertificateStatus,
    new_token,
)
from certificates.models.changes import CertificateChange, ChangeKind, ChangeStatus
from certificates.models.destructions import BlankDestruction, DestructionStatus
from certificates.models.former import FormerCertificate, FormerKind
from certificates.models.former_revocations import FormerRevocation, FormerRevocationStatus
from certificates.models.lookup_counts import LookupCount
from certificates.models.national import NationalUpload
from certificates.models.numbers import PREFIX_LENGTH, AssignedNumber, BranchPrefix
from certificates.models.settlement import Fee, Remittance, Settlement, SettlementStatus
from certificates.models.shipments import FETCHED, Handover, Shipment, ShipmentStatus

__all__ = [
    "CORRECTIONS",
    "ENDED",
    "FETCHED",
    "NO_TRADE",
    "PREFIX_LENGTH",
    "AssignedNumber",
    "BlankDestruction",
    "BlankEntry",
    "BlankMove",
    "BlankPlace",
    "BranchPrefix",
    "Certificate",
    "CertificateChange",
    "CertificateQuerySet",
    "CertificateStatus",
    "ChangeKind",
    "ChangeStatus",
    "DestructionStatus",
    "Fee",
    "FormerCertificate",
    "FormerKind",
    "FormerRevocation",
    "FormerRevocationStatus",
    "Handover",
    "LookupCount",
    "NationalUpload",
    "Remittance",
    "Settlement",
    "SettlementStatus",
    "Shipment",
    "ShipmentStatus",
    "new_token",
]
