"""A roster as bytes: the form in which it is handed in, kept, and digested."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from candidates.models import FrozenRoster
from documents.table_sheets import Column, ColumnKind, TableSheet
from documents.wording import TableValue, value_in_words
from ostami.problems import BlockedError, Problem
from ostami.sealing import SealBrokenError

VERSION = 1
GROUP, SHOWN = 4, 16

Row = tuple[TableValue, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a frozen roster says: headings, rows, the facts above them, and whose rows they are."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    facts: tuple[tuple[str, str], ...]
    enrolments: tuple[int, ...]

    @property
    def numbers(self) -> dict[int, int]:
        """Which number on the roster each enrolment has, by its key."""
        return {enrolment: number for number, enrolment in enumerate(self.enrolments, start=1)}


def as_bytes(sheet: TableSheet, *, enrolments: Iterable[int]) -> bytes:
    """Return a roster's canonical bytes: JSON in UTF-8, keys sorted, no white space, dates as 2026-09-01.

    Args:
        sheet: the roster.
        enrolments: the keys of the enrolments, a row each.
    """
    held = {
        "version": VERSION,
        "columns": [column.header for column in sheet.columns],
        "rows": [[_plain(value) for value in row] for row in sheet.rows],
        "facts": [[name, value_in_words(value)] for name, value in sheet.facts],
        "enrolments": list(enrolments),
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a roster's bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def short_digest(digest: str) -> str:
    """Return a digest's first 16 digits in groups of four, to be compared by eye."""
    return " ".join(digest[start : start + GROUP] for start in range(0, SHOWN, GROUP))


def contents_of(frozen: FrozenRoster, *, columns: Iterable[Column]) -> Contents:
    """Return what a frozen roster says, once its bytes still give its digest.

    Args:
        frozen: the roster.
        columns: what the columns hold; those that the roster doesn't name are left out.

    Raises:
        BlockedError: the bytes were changed since the roster was handed in.
    """
    held = json.loads(_proved(frozen))
    kinds = {column.header: column.kind for column in columns}
    shown = [kinds.get(header, ColumnKind.TEXT) for header in held["columns"]]
    return Contents(
        columns=tuple(held["columns"]),
        rows=tuple(tuple(map(_restored, row, shown)) for row in held["rows"]),
        facts=tuple((name, value) for name, value in held["facts"]),
        enrolments=tuple(held["enrolments"]),
    )


def _proved(frozen: FrozenRoster) -> bytes:
    try:
        content = frozen.content
    except SealBrokenError:
        raise _altered() from None
    if not hmac.compare_digest(digest_of(content), frozen.digest):
        raise _altered()
    return content


def _altered() -> BlockedError:
    return BlockedError(
        [
            Problem(
                "花名册存档与提交时的摘要不一致，存档可能被改动，不能使用",
                remedy="请立即联系管理站核查，并保留已下载的花名册",
            )
        ]
    )


def _plain(value: TableValue) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _restored(value: Any, kind: ColumnKind) -> TableValue:
    return date.fromisoformat(value) if kind is ColumnKind.DATE and value else value
