"""The value of a signature in a PDF: a CMS structure in hexadecimal digits."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

MAX_DIGITS = 128 * 1024


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as the value says; whether that is true `is_of` tells."""

    signed_data: Any
    certificate: Any

    @classmethod
    def read(cls, value: bytes) -> Self:
        """Read ``<3082...>``.

        Raises:
            Exception: of any kind, where it is something else.
        """
        from asn1crypto import cms  # noqa: PLC0415  loads much, for few requests
        from pyhanko.sign.general import extract_certificate_info  # noqa: PLC0415

        if len(value) > MAX_DIGITS or not (value.startswith(b"<") and value.endswith(b">")):
            raise ValueError("No value of a signature.")
        content = cms.ContentInfo.load(bytes.fromhex(value[1:-1].decode("ascii")))
        signed_data = content["content"]
        return cls(signed_data, extract_certificate_info(signed_data).signer_cert)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the signer's certificate."""
        return sha256(self.certificate.dump()).hexdigest()

    def is_of(self, digest: bytes) -> bool:
        """Tell whether the certificate's key signed a document of this SHA-256."""
        from pyhanko.sign.general import extract_signer_info  # noqa: PLC0415
        from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

        try:
            signer_info = extract_signer_info(self.signed_data)
            if signer_info["digest_algorithm"]["algorithm"].native != "sha256":
                return False
            return all(validate_sig_integrity(signer_info, self.certificate, "data", digest))
        except Exception:  # noqa: BLE001  whatever a hostile value makes of the library, it is no signature
            return False
