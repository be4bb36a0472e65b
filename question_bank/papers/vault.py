"""The vault of sealed papers: each has a random key of its own, which lies apart from its files.

To read a sealed paper one needs three things that are kept in three places: its file (default storage), its
key (storage ``paper_keys``), and the portal's field keys, which close both once more.
"""

import base64
import logging
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from ostami.problems import BlockedError, Problem
from ostami.sealing import NONCE_BYTES, SealBrokenError, keyed_digest, seal, unseal
from question_bank.models import Paper, SealedPart
from question_bank.paper_kinds import PaperPart

KEY_BITS = 256
REMEDY = "请联系平台运维人员从备份恢复；考试前也可以另换试卷"
logger = logging.getLogger(__name__)


class SealedTwiceError(Exception):
    """A paper that has sealed parts was about to get a new key, with which they would never open again."""


def key_storage() -> Storage:
    """Return where keys are kept."""
    return storages["paper_keys"]


def file_stem(paper: Paper, purpose: str) -> str:
    """Return a file's name without its ending: it tells nobody what it is, and is the same each time."""
    return keyed_digest(str(paper.pk), purpose=f"paper-{purpose}")[:32]


def key_name(paper: Paper) -> str:
    """Return the name of a paper's key."""
    return f"{file_stem(paper, 'key')}.key"


def make_key(paper: Paper) -> None:
    """Give a paper a new key, in place of one that a sealing left behind which failed.

    Raises:
        SealedTwiceError: it has sealed parts.
    """
    if paper.parts.exists():
        raise SealedTwiceError(f"{paper} is sealed.")
    key = base64.b64encode(AESGCM.generate_key(KEY_BITS)).decode()
    name, storage = key_name(paper), key_storage()
    storage.delete(name)
    saved = storage.save(name, ContentFile(seal(key, place=_place(paper)).encode()))
    if saved != name:
        # Another process is sealing the same paper, against the row lock's purpose.
        storage.delete(saved)
        raise SealedTwiceError(f"{paper} is being sealed.")


def destroy_key(paper: Paper) -> None:
    """Delete a paper's key: from then on its parts are noise, in every backup that doesn't hold the key."""
    key_storage().delete(key_name(paper))


def lock_part(paper: Paper, part: PaperPart, content: bytes) -> bytes:
    """Return a part's PDF locked with the paper's key, for this paper and part alone.

    Raises:
        BlockedError: the key is missing or broken.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _key(paper).encrypt(nonce, content, _bound_to(paper, part))


def open_part(sealed_part: SealedPart) -> bytes:
    """Return a sealed part's PDF.

    Raises:
        BlockedError: its key or its file is missing or broken; the log says which.
    """
    key = _key(sealed_part.paper)
    try:
        with sealed_part.file.storage.open(str(sealed_part.file.name)) as file:
            box = file.read()
        return key.decrypt(
            box[:NONCE_BYTES], box[NONCE_BYTES:], _bound_to(sealed_part.paper, sealed_part.part)
        )
    except OSError as error:
        raise _lost(sealed_part.paper, "试卷文件缺失", error) from error
    except (InvalidTag, SealBrokenError, ValueError) as error:
        raise _lost(sealed_part.paper, "试卷文件已损坏", error) from error


def _key(paper: Paper) -> AESGCM:
    try:
        with key_storage().open(key_name(paper)) as file:
            token = file.read().decode()
        return AESGCM(base64.b64decode(unseal(token, place=_place(paper))))
    except OSError as error:
        raise _lost(paper, "试卷的密钥缺失", error) from error
    except (SealBrokenError, ValueError) as error:
        raise _lost(paper, "试卷的密钥已损坏", error) from error


def _lost(paper: Paper, what: str, error: Exception) -> BlockedError:
    logger.error("Paper %s does not open: %s", paper.pk, type(error).__name__)
    return BlockedError([Problem(f"{what}，无法打开", remedy=REMEDY)])


def _place(paper: Paper) -> str:
    return f"paper_key:{paper.pk}"


def _bound_to(paper: Paper, part: str) -> bytes:
    return f"paper:{paper.pk}:{part}".encode()
