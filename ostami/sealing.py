"""Sealing of personal data at rest, and the keyed index by which it is found again.

A sealed value is an AES-256-GCM token that names its key and is bound to the place it belongs to: copied to
another row or column it doesn't open. The blind index is an HMAC of the normalised value under a key of its
own, so that equal values can be found and kept unique without being readable.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class SealBrokenError(Exception):
    """A sealed value was changed, moved to another place, or sealed with a key that is not held here."""


def _key(key_id: str) -> AESGCM:
    try:
        return AESGCM(base64.urlsafe_b64decode(settings.FIELD_KEYS[key_id]))
    except KeyError:
        raise SealBrokenError(f"No field key {key_id!r} is configured.") from None


def seal(plain: str, *, place: str) -> str:
    """Seal `plain` for `place` (for instance ``candidates.candidate.document_number:<uid>``).

    Returns ``<key id>.<base64 of nonce and ciphertext>``, sealed with the first configured key.
    """
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = os.urandom(NONCE_BYTES)
    box = nonce + _key(key_id).encrypt(nonce, plain.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(box).decode()}"


def unseal(token: str, *, place: str) -> str:
    """Open what `seal` closed for the same `place`.

    Raises:
        SealBrokenError: the token was changed, belongs elsewhere, or its key is not held.
    """
    key_id, _, body = token.partition(".")
    try:
        box = base64.urlsafe_b64decode(body)
        return _key(key_id).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(f"A value sealed for {place!r} does not open.") from error


def keyed_digest(value: str, *, purpose: str) -> str:
    """Return an HMAC-SHA-256 (64 hex digits) of `value` under the index key.

    Of an already normalised number it is the blind index under which the number is found; of an audit row it
    is the link of the chain, which nobody can forge who holds the database alone.
    """
    key = base64.urlsafe_b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()
