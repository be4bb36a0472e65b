"""What is sealed can be read neither in the database nor in another place."""

import base64
import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ostami.sealing import SealBrokenError, keyed_digest, seal, unseal

NUMBER = "990101200603150018"
PLACE = "candidates.candidate.document:1"


def _key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_a_sealed_value_opens_in_its_place_alone() -> None:
    token = seal(NUMBER, place=PLACE)
    assert NUMBER not in token
    assert unseal(token, place=PLACE) == NUMBER
    with pytest.raises(SealBrokenError):
        unseal(token, place="candidates.candidate.document:2")


def test_equal_values_are_sealed_differently_but_indexed_alike() -> None:
    assert seal(NUMBER, place=PLACE) != seal(NUMBER, place=PLACE)
    assert keyed_digest(NUMBER, purpose="document") == keyed_digest(NUMBER, purpose="document")
    assert keyed_digest(NUMBER, purpose="document") != keyed_digest(NUMBER, purpose="audit")


def test_a_changed_byte_is_noticed() -> None:
    key_id, _, body = seal(NUMBER, place=PLACE).partition(".")
    box = bytearray(base64.urlsafe_b64decode(body))
    for position in range(len(box)):
        broken = box.copy()
        broken[position] ^= 1
        with pytest.raises(SealBrokenError):
            unseal(f"{key_id}.{base64.urlsafe_b64encode(broken).decode()}", place=PLACE)


def test_the_first_key_seals_and_every_key_opens(settings: LazySettings) -> None:
    old, new = _key(), _key()
    settings.FIELD_KEYS = {"k1": old}
    token = seal(NUMBER, place=PLACE)
    settings.FIELD_KEYS = {"k2": new, "k1": old}
    assert unseal(token, place=PLACE) == NUMBER
    assert seal(NUMBER, place=PLACE).startswith("k2.")
    settings.FIELD_KEYS = {"k2": new}
    with pytest.raises(SealBrokenError):
        unseal(token, place=PLACE)


def test_files_lie_sealed_on_the_disk(tmp_path: Path, settings: LazySettings) -> None:
    body = b"\xff\xd8 a portrait \x00" * 50
    name = default_storage.save("enrolments/photo.jpg", ContentFile(body))
    stored = (Path(settings.MEDIA_ROOT) / name).read_bytes()
    assert b"portrait" not in stored
    assert default_storage.open(name).read() == body


def test_a_file_put_in_anothers_place_does_not_open(settings: LazySettings) -> None:
    one = default_storage.save("enrolments/one.jpg", ContentFile(b"one"))
    two = default_storage.save("enrolments/two.jpg", ContentFile(b"two"))
    root = Path(settings.MEDIA_ROOT)
    (root / one).write_bytes((root / two).read_bytes())
    with pytest.raises(SealBrokenError):
        default_storage.open(one)
