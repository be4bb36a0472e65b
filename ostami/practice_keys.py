"""Keys of a practice portal: made at the first start, kept beside its data, of no use anywhere else."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import TypedDict


class PracticeKeys(TypedDict):
    """What production settings take from the environment."""

    secret_key: str
    field_key: str
    index_key: str


def _new() -> PracticeKeys:
    return {
        "secret_key": secrets.token_urlsafe(50),
        "field_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "index_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
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
