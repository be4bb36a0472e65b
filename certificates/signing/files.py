"""The electronic certificate: signed once, kept, and handed out the same ever after."""

import logging
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from certificates.models import Certificate, new_token
from certificates.papers import certificates_pdf
from certificates.signing.faults import SigningKeyError
from certificates.signing.keys import signing_is_on
from documents.glyphs import missing_glyphs
from documents.printed import Pdf
from ostami import clock
from ostami.problems import BlockedError, Problem

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)
REASON = "核发电子证书"


def electronic_pdf(certificate: Certificate, *, lookup_address: str) -> Pdf:
    """Return the file of one certificate, signed at the first request and the same ever after.

    One that no longer stands, one with a character that no font has, and all where nothing signs are printed
    without a signature.

    Raises:
        BlockedError: the signing key can't be used.
    """
    if not (certificate.stands and (certificate.file or signing_is_on())):
        return certificates_pdf([certificate], lookup_address=lookup_address)
    if certificate.file:
        return _kept(certificate)
    # Printed and signed before the row is held, so that nobody waits for it.
    printed = certificates_pdf([certificate], lookup_address=lookup_address)
    if printed.missing_glyphs:
        return printed
    if _keep(certificate, _signed(printed.content)):
        return _kept(certificate)
    return certificates_pdf([certificate], lookup_address=lookup_address)


def unsigned_glyphs(certificate: Certificate) -> tuple[str, ...]:
    """Return the characters of the holder's name for whose lack a standing certificate can't be signed."""
    if certificate.file or not (certificate.stands and signing_is_on()):
        return ()
    return missing_glyphs(certificate.holder_name)


def _signed(content: bytes) -> bytes:
    from certificates.signing.signatures import signed_pdf  # noqa: PLC0415  loads much, for few requests

    try:
        return signed_pdf(content, reason=REASON, at=clock.now())
    except SigningKeyError as error:
        logger.exception("A certificate can't be signed.")
        raise BlockedError(
            [Problem("电子签名暂时不能使用，没有生成电子证书", remedy="请稍后再试，或联系平台管理员")]
        ) from error


def _keep(certificate: Certificate, content: bytes) -> bool:
    """Store the signed file unless somebody else's came first; tell whether the certificate still stands."""
    name = Certificate.file.field.generate_filename(certificate, f"{new_token()}.pdf")
    name = certificate.file.storage.save(name, ContentFile(content))
    try:
        if not _is_kept(certificate, name, sha256(content).hexdigest()):
            certificate.file.storage.delete(name)
    except BaseException:
        certificate.file.storage.delete(name)
        raise
    certificate.refresh_from_db(fields=["status", "file", "file_digest"])
    return certificate.stands


@transaction.atomic
def _is_kept(certificate: Certificate, name: str, digest: str) -> bool:
    """Enter a stored file unless the certificate ended or has one; tell whether it was entered."""
    row = Certificate.objects.select_for_update(of=("self",), no_key=True).order_by().get(pk=certificate.pk)
    if not row.stands or row.file:
        return False
    row.file, row.file_digest = name, digest
    row.save(update_fields=["file", "file_digest"])
    return True


def _kept(certificate: Certificate) -> Pdf:
    file: FieldFile = certificate.file
    with file.open() as source:
        return Pdf(source.read(), (), 1)
