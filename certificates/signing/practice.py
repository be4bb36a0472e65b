"""The practice portal's own signing key: it vouches for nothing, and says so in its name."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

KEY_BITS = 2048
# The practice clock can stand on any day.
VALID_FROM, VALID_TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
AUTHORITY_NAME, SIGNER_NAME = "演练用根证书（无效力）", "演练平台电子证书签名（无效力）"


def make_practice_key(path: Path) -> bool:
    """Make a key with a chain of its own at `path`, readable by its owner alone; tell whether it was made.

    One that exists stays. Two processes that start at the same instant agree: the one that creates the file
    wins.
    """
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        draft.write_bytes(practice_pkcs12())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def practice_pkcs12(signer_name: str = SIGNER_NAME) -> bytes:
    """Return a new signing key, its certificate and its authority's as PKCS#12 without a password.

    The authority's key is thrown away: it signs nothing else.
    """
    authority_key, key = (generate_private_key(65537, KEY_BITS) for _ in range(2))
    authority = _certificate(AUTHORITY_NAME, authority_key, AUTHORITY_NAME, authority_key, authority=True)
    certificate = _certificate(signer_name, key, AUTHORITY_NAME, authority_key, authority=False)
    return serialize_key_and_certificates(None, key, certificate, [authority], NoEncryption())


def _certificate(
    name: str, key: RSAPrivateKey, issuer: str, issuer_key: RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True)
        .add_extension(_usage(authority=authority), True)
    )
    return builder.sign(issuer_key, SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
