"""The certificate that takes the place of a corrected one, or of one that was revoked by mistake."""

from typing import Any

from certificates.changes.facts import SCORES, new_grade, wanted
from certificates.models import Certificate, CertificateChange

# What every certificate has of its own; all else was printed, and is printed again.
OWN = {
    "id",
    "uid",
    "number",
    "token",
    "replaces",
    "file",
    "file_digest",
    "document_sealed",
    "document_index",
    "issued_on",
    "status",
}


def corrected(change: CertificateChange) -> Certificate:
    """Return the certificate with the facts put right, not stored, without number and day of issue."""
    old, facts = change.certificate, wanted(change)
    fields = old._meta.concrete_fields  # noqa: SLF001  Django's documented API
    printed: dict[str, Any] = {
        one.attname: getattr(old, one.attname) for one in fields if one.name not in OWN
    }
    new = Certificate(**printed)
    # Sealed for this row alone: the old row's seal doesn't open here.
    new.document_number = old.document_number
    for name, fact in facts.items():
        setattr(new, name, fact)
    if SCORES.keys() & facts.keys():
        new.grade = new_grade(old, facts)
    new.replaces = old
    return new
