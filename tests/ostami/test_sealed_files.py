"""Files lie sealed, large ones portion by portion, and open whole or not at all."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ostami.sealed_files import PORTION
from ostami.sealing import SealBrokenError


def kept(content: bytes) -> str:
    return default_storage.save("exports/1", ContentFile(content))


def lines(name: str) -> list[str]:
    return Path(default_storage.path(name)).read_text().splitlines()


@pytest.mark.parametrize(
    ("size", "portions"),
    [
        (0, 1),
        (1, 1),
        (PORTION - 1, 1),
        (PORTION, 1),
        (PORTION + 1, 2),
        (2 * PORTION, 2),
        (2 * PORTION + 1, 3),
    ],
)
def test_a_file_comes_back_whole_whatever_its_size(size: int, portions: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    name = kept(content[:size])
    assert len(lines(name)) == portions
    with default_storage.open(name) as file:
        assert file.read() == content[:size]
    with default_storage.open(name) as file:
        assert b"".join(file.chunks(1000)) == content[:size]


def test_nothing_is_readable_at_rest() -> None:
    sealed = "".join(lines(kept(b"A" * 3 * PORTION)))
    assert all(trace * 5 not in sealed for trace in ("AAAA", "QUFB"))


@pytest.mark.parametrize(
    "order",
    [[0, 1], [1, 2], [0, 2], [1, 0, 2], [0, 1, 2, 2]],
    ids=["cut off", "beheaded", "gap", "exchanged", "twice"],
)
def test_portions_that_are_missing_or_moved_do_not_open(order: list[int]) -> None:
    name = kept(b"A" * 3 * PORTION)
    portions = lines(name)
    Path(default_storage.path(name)).write_text("".join(f"{portions[place]}\n" for place in order))
    with default_storage.open(name) as file, pytest.raises(SealBrokenError):
        file.read()


def test_a_portion_opens_in_its_own_file_alone() -> None:
    name, other = kept(b"A" * 2 * PORTION), kept(b"B" * 2 * PORTION)
    Path(default_storage.path(name)).write_text(Path(default_storage.path(other)).read_text())
    with default_storage.open(name) as file, pytest.raises(SealBrokenError):
        file.read()
