"""The key that signs electronic certificates: from a PKCS#12 file or a PKCS#11 token, by settings.

The library is loaded when it is needed: most processes sign nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from certificates.signing.faults import SigningKeyError
from certificates.signing.tokens import token_fingerprint, token_signer
from ostami import clock

if TYPE_CHECKING:
    from pyhanko.sign import Signer


def signing_is_on() -> bool:
    """Tell whether certificates are signed: a token or a file is named, in practice also made."""
    if settings.CERTIFICATE_PKCS11:
        return True
    file: Path | None = settings.CERTIFICATE_KEY_FILE
    return file is not None and (not settings.PRACTICE or file.exists())


@contextmanager
def signer() -> Iterator["Signer"]:
    """Give the signer while the block lasts.

    Raises:
        SigningKeyError: the file or the token is missing, does not open with the given password, or its
            certificate doesn't hold today.
    """
    with token_signer() if settings.CERTIFICATE_PKCS11 else nullcontext(_named_file_signer()) as found:
        _refuse_out_of_date(found)
        yield found


def our_fingerprint() -> str:
    """Return the SHA-256 of the certificate that signs here, though it ended; empty where nothing signs.

    Raises:
        SigningKeyError: the key that the settings name can't be read.
    """
    if not signing_is_on():
        return ""
    return token_fingerprint() if settings.CERTIFICATE_PKCS11 else fingerprint(_named_file_signer())


def _refuse_out_of_date(found: "Signer") -> None:
    """Raise where a certificate doesn't hold at this instant: readers would call its signatures invalid."""
    if found.signing_cert is None:
        raise SigningKeyError("The key has no certificate.")
    begin, end = found.signing_cert.not_valid_before, found.signing_cert.not_valid_after
    if not begin <= clock.now() <= end:
        raise SigningKeyError(f"The certificate holds from {clock.day_of(begin)} to {clock.day_of(end)}.")


def fingerprint(found: "Signer") -> str:
    """Return the SHA-256 of a signer's certificate."""
    if found.signing_cert is None:
        raise SigningKeyError("The key has no certificate.")
    return sha256(found.signing_cert.dump()).hexdigest()


def _named_file_signer() -> "Signer":
    return _file_signer(*_stamp(settings.CERTIFICATE_KEY_FILE), settings.CERTIFICATE_KEY_PASSWORD)


def _stamp(file: Path | None) -> tuple[Path, int]:
    """Return a file with the instant of its last change: a new key counts at once."""
    if file is None:
        raise SigningKeyError("No key is named.")
    try:
        return file, file.stat().st_mtime_ns
    except OSError as error:
        raise SigningKeyError(f"{file}: {error.strerror}") from error


@lru_cache(maxsize=1)
def _file_signer(file: Path, changed: int, password: str) -> "Signer":
    from pyhanko.sign import SimpleSigner  # noqa: PLC0415

    passphrase = password.encode() if password else None
    found: Signer | None = SimpleSigner.load_pkcs12(str(file), passphrase=passphrase)  # type: ignore[no-untyped-call]
    if found is None:
        raise SigningKeyError(f"{file} is no PKCS#12 file, or its password is another.")
    return found
