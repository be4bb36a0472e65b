"""The key on a PKCS#11 token. The library is loaded when it is needed: most processes sign nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from certificates.signing.faults import SigningKeyError

if TYPE_CHECKING:
    from pkcs11 import Session
    from pyhanko.sign import Signer

# A token knows one login a process: whoever signs next waits.
_one_at_a_time = Lock()
FAILURE_SECONDS = 10 * 60


@contextmanager
def token_signer() -> Iterator["Signer"]:
    """Log in to the token that the settings name, and give its signer while the block lasts.

    Raises:
        SigningKeyError: the token is missing, or doesn't open with the given PIN.
    """
    from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415

    label = settings.CERTIFICATE_PKCS11["label"]
    with _session(pin=settings.CERTIFICATE_PKCS11["pin"]) as session:
        found = PKCS11Signer(session, cert_label=label, key_label=label)
        if found.signing_cert is not None:
            cache.set(_place(), sha256(found.signing_cert.dump()).hexdigest(), None)
        yield found


def token_fingerprint() -> str:
    """Return the SHA-256 of the certificate that signs, without a login: anybody's file asks for it.

    It is kept from the last signing, or else read as what a token shows everybody; while that fails, it is
    tried again every ten minutes.

    Raises:
        SigningKeyError: the certificate can't be read.
    """
    kept: str | None = cache.get(_place())
    if kept is None:
        try:
            kept = _read_openly()
        except SigningKeyError:
            cache.set(_place(), "", FAILURE_SECONDS)
            raise
        cache.set(_place(), kept, None)
    if not kept:
        raise SigningKeyError("The token's certificate couldn't be read in the last ten minutes.")
    return kept


def _read_openly() -> str:
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415

    label = settings.CERTIFICATE_PKCS11["label"]
    with _session(pin=None) as session:
        wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
        found = [bytes(one[Attribute.VALUE]) for one in session.get_objects(wanted)]
    if len(found) != 1:
        raise SigningKeyError(f"The token shows {len(found)} certificates {label} without a login.")
    return sha256(found[0]).hexdigest()


@contextmanager
def _session(*, pin: str | None) -> Iterator["Session"]:
    from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415
    from pyhanko.config.errors import ConfigurationError  # noqa: PLC0415
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import open_pkcs11_session  # noqa: PLC0415

    token = settings.CERTIFICATE_PKCS11
    try:
        with (
            _one_at_a_time,
            open_pkcs11_session(
                token["module"],
                slot_no=int(token["slot"]) if token["slot"] else None,
                token_criteria=TokenCriteria(label=token["token"]) if token["token"] else None,
                user_pin=pin,
            ) as session,
        ):
            yield session
    except (PKCS11Error, SigningError, ConfigurationError) as error:
        raise SigningKeyError(f"The token: {type(error).__name__} {error}".strip()) from error


def _place() -> str:
    token = settings.CERTIFICATE_PKCS11
    named = "\n".join(token[name] for name in ("module", "slot", "token", "label"))
    return f"signing-certificate:{sha256(named.encode()).hexdigest()}"
