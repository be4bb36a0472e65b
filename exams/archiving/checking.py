"""Comparing an archive that somebody kept with what was recorded when it was made."""

import csv
import hashlib
import zipfile
from collections import Counter
from dataclasses import dataclass
from io import SEEK_END, StringIO
from typing import IO

from batches.models import Batch
from documents.import_archive import UNPACKING
from exams.archiving.packing import INDEX, INDEX_DIGEST
from ostami.problems import BlockedError, Problem
from ostami.sealed_files import PORTION
from workflow.audit import history_of
from workflow.models import AuditEvent, AuditEventQuerySet

ACTION = "archive"
DIGEST, FILES, BYTES, FAULTS = "索引摘要", "文件数", "字节数", "缺失或损坏"
SETTLED = "所含审核、核发记录的序号"
INDEX_MAX_BYTES = 8 * PORTION
ZIP_START = b"PK\x03\x04"
# The list of files at an archive's end: where its size stands, and what precedes it in very large archives.
END, END_OF_LARGE, SIZE_AT, END_MAX = b"PK\x05\x06", b"PK\x06\x07", 12, 66_000
LIST_MAX_BYTES = 4 * PORTION
NO_ARCHIVE = Problem(
    "文件不是归档包，也不是其中的 index.csv", remedy="请选择下载的 ZIP 文件或其中的 index.csv", field="file"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a kept archive compares with the record.

    Attributes:
        record: the event that recorded this very index; None where no archive of the batch had it.
        whole: whether the files were compared too, and not the index alone.
        changed: paths of files that aren't as the index says, or that the archive has twice.
        missing: paths that the index names and the archive lacks.
        added: paths in the archive that the index doesn't name.
    """

    record: AuditEvent | None
    whole: bool = False
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Tell whether nothing differs."""
        return self.record is not None and not (self.changed or self.missing or self.added)


def archives_of(batch: Batch) -> AuditEventQuerySet:
    """Return the events that recorded archives of a batch, newest first."""
    # The life cycle's own transition has the same name and a target.
    return history_of(batch).filter(action=ACTION, target="").order_by("-pk")


def digest_in(event: AuditEvent) -> str:
    """Return the digest of the index that an event recorded."""
    return str(event.changes.get(DIGEST, ("", ""))[1])


def settled_of(batch: Batch) -> str:
    """Return the number, in its chain, of the act that last settled a batch's results; empty if none."""
    acts = history_of(batch).filter(action__in=("approve_results", "certify")).order_by("-pk")
    return str(acts.values_list("sequence", flat=True).first() or "")


def settled_in(event: AuditEvent) -> str:
    """Return `settled_of` as it was when the packing of an archive began."""
    return str(event.changes.get(SETTLED, ("", ""))[1])


def check(batch: Batch, file: IO[bytes]) -> Verdict:
    """Compare an archive, or its index alone, with the record.

    The files of an archive are read only once its index is known, so that none has more bytes than it had.

    Raises:
        BlockedError: the file is neither.
    """
    start = file.read(len(ZIP_START))
    file.seek(0)
    if start != ZIP_START:
        return Verdict(_recorded(batch, file.read(INDEX_MAX_BYTES + 1)))
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_archive(batch, archive)
    except UNPACKING:
        raise BlockedError([NO_ARCHIVE]) from None


def has_too_many_files(file: IO[bytes]) -> bool:
    """Tell whether an archive's list of files is too long to be read within a request."""
    file.seek(0, SEEK_END)
    file.seek(-min(file.tell(), END_MAX), SEEK_END)
    tail = file.read()
    file.seek(0)
    end = tail.rfind(END)
    size = int.from_bytes(tail[end + SIZE_AT : end + SIZE_AT + 4], "little")
    return end >= 0 and (size > LIST_MAX_BYTES or END_OF_LARGE in tail)


def _recorded(batch: Batch, index: bytes) -> AuditEvent | None:
    found = hashlib.sha256(index).hexdigest()
    return next((event for event in archives_of(batch) if digest_in(event) == found), None)


def _check_archive(batch: Batch, archive: zipfile.ZipFile) -> Verdict:
    with archive.open(INDEX) as source:
        index = source.read(INDEX_MAX_BYTES + 1)
    record = _recorded(batch, index)
    if record is None:
        return Verdict(None, whole=True)
    listed = {row["路径"]: row for row in csv.DictReader(StringIO(index.decode("utf-8-sig")))}
    named = Counter(info.filename for info in archive.infolist())
    doubled = {path for path, times in named.items() if times > 1}
    there = set(named) - {INDEX, INDEX_DIGEST}
    unfit = {path for path in listed if path in there and not _fits(archive, listed[path])}
    return Verdict(
        record,
        whole=True,
        # What is read of a name that stands there twice is the last one; other programs may show the first.
        changed=tuple(path for path in named if path in unfit | doubled),
        missing=tuple(path for path in listed if path not in there),
        added=tuple(sorted(there - set(listed))),
    )


def _fits(archive: zipfile.ZipFile, row: dict[str, str]) -> bool:
    digest, left = hashlib.sha256(), int(row["字节数"])
    try:
        with archive.open(row["路径"]) as file:
            while portion := file.read(PORTION):
                digest.update(portion)
                left -= len(portion)
                if left < 0:
                    return False
    except UNPACKING:
        return False
    return left == 0 and digest.hexdigest() == row["SHA-256"]
