"""Storing the scores of a workbook: all of them in one transaction, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import Batch
from documents.keeping import kept_content
from documents.models import TableUpload
from documents.table_import import ImportedRow, ImportedTable, read_table
from exams.models import Result
from exams.scoring.sheet_judging import SheetRoster, merged, sheet_roster
from exams.selectors import scores_of
from exams.services.scores import ScoreEntry, record_scores
from ostami.problems import BlockedError, Problem, refuse_if

GONE = Problem(
    "这份成绩登记表已经导入或已过期（上传后保留 24 小时），没有重复导入", remedy="如需继续，请重新上传"
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportedScores:
    """What an import did: the rows read, and the results that changed."""

    rows: int
    changed: list[Result]


def read_scores(upload: TableUpload, batch: Batch) -> tuple[SheetRoster, ImportedTable]:
    """Return a kept sheet's rows, each judged beside the roster as it stands, and that roster.

    Raises:
        BlockedError: the file can't be taken as a whole.
    """
    roster = sheet_roster(batch, sent_at=upload.made_at)
    return roster, read_table(roster.spec(), kept_content(upload))


def import_scores(
    *,
    upload: TableUpload,
    batch: Batch,
    actor: User,
    at: datetime,
    reason: str = "",
    progress: Progress | None = None,
) -> ImportedScores:
    """Store the scores of a kept score sheet (guide 4.5.1-7); blank cells change nothing.

    Args:
        upload: the sheet; it is dropped with the import, so that a second one finds it gone.
        batch: whose scores they are.
        actor: who imports.
        at: the instant of the act.
        reason: why scores are corrected that a second person had confirmed.
        progress: is told how many rows of how many are done.

    Raises:
        BlockedError: a row has a problem, the sheet was imported already, or `record_scores` refuses it.
            Nothing is stored.
    """
    roster, table = read_scores(upload, batch)
    refuse_if(sheet_problems(table))
    told = progress or _nobody
    told(len(table.rows) // 3, len(table.rows))
    entries = [_entry(row, roster) for row in table.rows]
    told(len(table.rows) // 2, len(table.rows))
    with transaction.atomic():
        locked = TableUpload.objects.order_by().select_for_update().filter(pk=upload.pk).first()
        if locked is None:
            raise BlockedError([GONE])
        changed = record_scores(batch=batch, actor=actor, entries=entries, at=at, reason=reason)
        locked.delete_with_file()
    told(len(table.rows), len(table.rows))
    return ImportedScores(len(table.rows), changed)


def sheet_problems(table: ImportedTable) -> list[Problem]:
    """Return why a judged sheet isn't stored: all of its rows are, or nothing."""
    if not table.bad:
        return []
    text = f"有 {len(table.bad)} 行存在问题，没有导入任何一行"
    return [Problem(text, remedy="请下载问题行，更正后重新上传")]


def _entry(row: ImportedRow, roster: SheetRoster) -> ScoreEntry:
    """Return a row as an entry that knows what it was judged beside: what changes meanwhile is refused."""
    person = roster.people[row.parsed["ticket"]]
    enrolment = person.enrolment
    return ScoreEntry(enrolment.pk, merged(row, person.stored), seen=scores_of(enrolment).token)


def _nobody(done: int, total: int) -> None:
    """Tell nobody."""
