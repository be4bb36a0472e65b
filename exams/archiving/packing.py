"""Writing an archive: its files, then an index with their digests, then the digest of the index."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import IO

from batches.models import Batch
from exams.archiving.entries import Entry, csv_lines
from exams.archiving.parts import entries_of
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from ostami.sealing import SealBrokenError

INDEX, INDEX_DIGEST, FAULTS = "index.csv", "index.sha256", "缺失或损坏.csv"
HEADINGS = ("路径", "类别", "字节数", "SHA-256", "时间")
CHANGED = "与上传时登记的摘要不符"
# What a file that is gone, or was tampered with, raises while it is read or printed.
UNREADABLE = (OSError, SealBrokenError, BlockedError)

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Packed:
    """What an archive holds.

    Attributes:
        rows: the index, a row a file.
        faults: path and reason of what is missing or isn't as it was stored.
        digest: the SHA-256 of the index.
    """

    rows: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    digest: str = ""

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(row[2] for row in self.rows)


def pack(batch: Batch, target: IO[bytes], *, at: datetime, progress: Progress) -> Packed:
    """Write the archive of a batch, one portion of one file in memory at a time.

    A file that can't be read doesn't keep the others from the archive: it is named in a list of its own.

    Args:
        batch: the batch.
        target: where the archive goes.
        at: the instant of the packing.
        progress: told after each file how many of how many are packed.
    """
    packed, entries = Packed(), list(entries_of(batch))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for done, entry in enumerate(entries, start=1):
            _add(archive, entry, packed, at)
            progress(done, len(entries))
        if packed.faults:
            rows = [("路径", "原因"), *packed.faults]
            _add(archive, Entry(FAULTS, "缺失或损坏的资料", lambda: csv_lines(rows)), packed, at)
        index = b"".join(csv_lines([HEADINGS, *packed.rows]))
        packed.digest = hashlib.sha256(index).hexdigest()
        archive.writestr(_info(INDEX, at), index)
        archive.writestr(_info(INDEX_DIGEST, at), f"{packed.digest}  {INDEX}\n")
    return packed


def _add(archive: zipfile.ZipFile, entry: Entry, packed: Packed, at: datetime) -> None:
    """Write one file; nothing of it, but a fault, where not even its first portion can be read."""
    when = entry.at or at
    try:
        portions = iter(entry.portions())
        first = next(portions, b"")
    except UNREADABLE as fault:
        packed.faults.append((entry.path, _reason(fault)))
        return
    digest, size = _write(archive, entry, chain([first], portions), packed, when)
    if entry.digest and entry.digest != digest:
        packed.faults.append((entry.path, CHANGED))
    packed.rows.append(
        (entry.path, entry.kind, size, digest, f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}")
    )


def _write(
    archive: zipfile.ZipFile, entry: Entry, portions: Iterator[bytes], packed: Packed, at: datetime
) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(_info(entry.path, at), "w", force_zip64=True) as file:
        try:
            for portion in portions:
                file.write(portion)
                digest.update(portion)
                size += len(portion)
        except UNREADABLE as fault:
            packed.faults.append((entry.path, f"只读出一部分：{_reason(fault)}"))
    return digest.hexdigest(), size


def _reason(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "文件不在存储中"
    return str(fault) if isinstance(fault, BlockedError) else "文件无法读出，或已被改动"


def _info(path: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(path, at.astimezone(SHANGHAI).timetuple()[:6])
