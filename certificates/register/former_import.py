"""Bringing former certificates in: all rows of a workbook in one transaction, or none, in little memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from certificates.models import FormerCertificate
from certificates.register.former_table import RowJudge, former_table
from documents.import_streaming import streamed_chunks
from documents.keeping import kept_content
from documents.models import TableUpload
from documents.table_import import ImportedRow
from ostami.problems import BlockedError, Problem
from workflow import audit
from workflow.numbering import locked_series

CHUNK = 1000
SERIES = "former certificates"
MOST_TOLD = 2000  # rows with a problem that are given back
GONE = Problem(
    "这份历史证书表已经导入或已过期（上传后保留 24 小时），没有重复导入", remedy="如需继续，请重新上传"
)
CHANGED = Problem("检查之后登记数据有变化，没有导入任何一行", remedy="请重新上传")
EMPTY = Problem("表格里没有数据行", remedy="请从列标题的下一行开始填写")

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Verdict:
    """What was found in a workbook.

    Attributes:
        rows: how many there are.
        bad: how many have a problem.
        told: the first of these, to be given back.
    """

    rows: int = 0
    bad: int = 0
    told: list[ImportedRow] = field(default_factory=list)

    def add(self, rows: list[ImportedRow]) -> None:
        """Count rows, and keep the first bad ones."""
        bad = [row for row in rows if row.problems]
        self.rows += len(rows)
        self.bad += len(bad)
        self.told += bad[: MOST_TOLD - len(self.told)]


def judge_former(content: bytes, *, progress: Progress) -> Verdict:
    """Judge every row of a workbook; nothing is written.

    Args:
        content: the workbook.
        progress: is told how many rows were read, and how many are to be expected by then.

    Raises:
        BlockedError: the file can't be taken as a whole.
    """
    verdict = Verdict()
    for rows in _judged_chunks(content):
        verdict.add(rows)
        progress(verdict.rows, 2 * verdict.rows + CHUNK)
    if not verdict.rows:
        raise BlockedError([EMPTY])
    return verdict


def import_former(
    *, upload: TableUpload, actor: User, at: datetime, entered: Callable[[int], None] | None = None
) -> int:
    """Enter a kept workbook's rows, all of them or none, and return how many; recorded as one act.

    Args:
        upload: the workbook; it is dropped with the import, so that a second one finds it gone.
        actor: who imports.
        at: the instant of the act.
        entered: is told how many, inside the transaction.

    Raises:
        BlockedError: the workbook was imported already, or a row has a problem by now.
    """
    with transaction.atomic():
        locked = TableUpload.objects.order_by().select_for_update(no_key=True).filter(pk=upload.pk).first()
        if locked is None:
            raise BlockedError([GONE])
        locked_series(SERIES)  # imports of the same numbers wait for each other, whatever their order
        count = sum(_entered(rows, actor, at) for rows in _judged_chunks(kept_content(locked)))
        sentence = f"从表格导入了 {count} 本历史证书"
        audit.record(actor, action="import_former", sentence=sentence, actor=actor, at=at)
        locked.delete_with_file()
        if entered:
            entered(count)
    return count


def _judged_chunks(content: bytes) -> Iterator[list[ImportedRow]]:
    judge = RowJudge()
    for rows in streamed_chunks(former_table(), content, CHUNK):
        yield judge.judged(rows)


def _entered(rows: list[ImportedRow], actor: User, at: datetime) -> int:
    if any(row.problems for row in rows):
        raise BlockedError([CHANGED])
    made = [FormerCertificate(**row.parsed, imported_by=actor, imported_at=at) for row in rows]
    try:
        with transaction.atomic():
            FormerCertificate.objects.bulk_create(made)
    except IntegrityError:  # the number was entered by another import since it was looked for
        raise BlockedError([CHANGED]) from None
    return len(made)
