"""Films as MP4 files: told by their boxes (ISO/IEC 14496-12), kept as sent, never held in memory."""

import os
from collections.abc import Iterator
from typing import IO

from ostami.problems import BlockedError, Problem

MP4 = "video/mp4"
# What a phone's or camera's MP4 says that it is, or can be read as; pictures such as HEIC say other things.
BRANDS = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"}
)
NEEDED = frozenset({b"ftyp", b"moov", b"mdat"})
HEAD, LARGE_HEAD, TYPE_MAX, MOST_BOXES = 8, 16, 1024, 10_000
NO_FILM = Problem(
    "文件不是 MP4 视频，或没有传完整",
    remedy="请选择原文件；其他格式（如 MOV、AVI）请先转换为 MP4",
    field="film",
)


def check_film(file: IO[bytes]) -> None:
    """Refuse what is no whole MP4 film; the file stands at its beginning afterwards.

    Its name and media type say nothing: the boxes of which it consists have to fill it to its last byte.

    Raises:
        BlockedError: with a sentence, at the field ``film``.
    """
    size = file.seek(0, os.SEEK_END)
    found = [kind for kind, _ in zip(_boxes(file, size), range(MOST_BOXES), strict=False)]
    if not found or found[0] != b"ftyp" or not set(found) >= NEEDED or not _brands(file) & BRANDS:
        raise BlockedError([NO_FILM])
    file.seek(0)


def _boxes(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield the types of a file's boxes; only the last one may take all that is left."""
    place = 0
    while place < size:
        file.seek(place)
        head = file.read(LARGE_HEAD)
        length, least = int.from_bytes(head[:4], "big"), HEAD
        if length == 0:
            length = size - place
        elif length == 1:
            length, least = int.from_bytes(head[HEAD:], "big"), LARGE_HEAD
        if length < least or place + length > size:
            raise BlockedError([NO_FILM])
        yield head[4:HEAD]
        place += length


def _brands(file: IO[bytes]) -> set[bytes]:
    """Return the first brand of a file and those that it can be read as; between them stands a version."""
    file.seek(0)
    length = int.from_bytes(file.read(4), "big")
    names = file.read(min(length, TYPE_MAX) - 4)[4:]
    words = [names[at : at + 4] for at in range(0, len(names), 4)]
    return {*words[:1], *words[2:]}
