"""Keys: what production's must be like, and a practice portal's own, made at its first start."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def refuse_weak_keys(keys: Mapping[str, str]) -> None:
    """Refuse to start with keys (name to URL-safe base64) that are not 32 bytes, naming all of them."""
    wrong = [name for name, key in keys.items() if _length(key) != KEY_BYTES]
    if wrong:
        raise ImproperlyConfigured(f"Not {KEY_BYTES} bytes of URL-safe base64: {', '.join(wrong)}.")


def _length(key: str) -> int:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True))
    except binascii.Error:
        return 0


def refuse_keys_beside(directory: Path, places: Mapping[str, Path]) -> None:
    """Refuse to start with keys of papers at a relative path, or with one of `places` (what: where)."""
    if not directory.is_absolute():
        raise ImproperlyConfigured(f"OSTAMI_PAPER_KEYS must be an absolute path, not {directory}.")
    keys = directory.resolve()
    for what, place in places.items():
        held = place.resolve()
        if keys.is_relative_to(held) or held.is_relative_to(keys):
            raise ImproperlyConfigured(f"OSTAMI_PAPER_KEYS must lie apart from {what} ({place}).")


class PracticeKeys(TypedDict):
    """What production settings take from the environment."""

    secret_key: str
    field_key: str
    index_key: str


def _new() -> PracticeKeys:
    return {
        "secret_key": secrets.token_urlsafe(50),
        "field_key": base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode(),
        "index_key": base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode(),
    }


def practice_keys(path: Path) -> PracticeKeys:
    """Return the practice portal's keys, making the file `path` (readable by its owner alone) where absent.

    Two processes that start at the same instant agree: the one that creates the file wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(_new()))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    keys: PracticeKeys = json.loads(path.read_text())
    return keys
