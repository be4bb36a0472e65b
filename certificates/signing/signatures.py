"""Signing a PDF (PAdES B-B), invisibly, as its author who allows no further change."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from certificates.signing.keys import signer

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_signer import PdfSigner

FIELD = "Signature"


def signed_pdf(content: bytes, *, reason: str, at: datetime) -> bytes:
    """Return `content` with a signature over all of it.

    Args:
        content: a PDF without signatures.
        reason: what readers show as the signature's reason.
        at: the instant that readers show as its time.

    Raises:
        SigningKeyError: the key that the settings name can't be used.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    with signer() as key:
        signed: Any = _pdf_signer(key, reason=reason, at=at).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(content))
        )
    return bytes(signed.getvalue())


def _pdf_signer(key: Any, *, reason: str, at: datetime) -> "PdfSigner":
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession  # noqa: PLC0415

    class DatedSigner(PdfSigner):
        """Signs at the portal's time, not the machine's."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
            """Set the session's time."""
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

    facts = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return DatedSigner(facts, key)
