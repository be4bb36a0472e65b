"""What lies in an archive: a path, what it is, and how its bytes are had."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from documents.pdf import render_pdf
from documents.sheets import Sheet
from documents.table_sheets import TableSheet
from documents.xlsx import render_xlsx
from ostami.sealed_files import portions_of

BOM = "\ufeff".encode()
# What a spreadsheet would take for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Portions = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive.

    Attributes:
        path: its place in the archive, with slashes; every part safe as a file name.
        kind: what it is, as the index says it.
        portions: gives its bytes, portion by portion, when it is packed.
        at: when it came to be; that of the packing where nothing is known.
        digest: the SHA-256 that was recorded when it was stored; empty where none was.
    """

    path: str
    kind: str
    portions: Portions
    at: datetime | None = None
    digest: str = ""


def printed(path: str, kind: str, make: Callable[[], Sheet | Sequence[Sheet]]) -> Entry:
    """Return an entry that is printed as PDF when it is packed."""
    return Entry(path, kind, lambda: [render_pdf(make()).content])


def workbook(path: str, kind: str, make: Callable[[], TableSheet]) -> Entry:
    """Return an entry that is written as a workbook when it is packed."""
    return Entry(path, kind, lambda: [render_xlsx(make())])


def both(stem: str, kind: str, make: Callable[[], TableSheet]) -> list[Entry]:
    """Return a list as PDF and as a workbook."""
    return [printed(f"{stem}.pdf", kind, make), workbook(f"{stem}.xlsx", kind, make)]


def stored(path: str, kind: str, file: Any, *, at: datetime | None, digest: str = "") -> Entry:
    """Return an entry for a file of the storage, which is never held in memory as a whole."""
    return Entry(path, kind, lambda: portions_of(file), at, digest)


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield rows as lines of CSV that a spreadsheet opens as it is: UTF-8 with its mark, no formula."""
    yield BOM
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([_plain(value) for value in row])
        yield line.getvalue().encode()


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
