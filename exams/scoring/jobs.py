"""Importing a long score sheet, as a job with progress."""

from collections import Counter

from django.db import transaction

from accounts.models import User
from batches.models import Batch
from documents.models import TableUpload
from documents.sheets import Column, ColumnKind, TableSheet
from documents.xlsx import render_xlsx
from exams.services.score_import import GONE, ImportedScores, import_scores
from jobs.models import Job
from jobs.running import JobFile, JobRun, job_kind, start
from ostami import clock
from ostami.downloads import XLSX
from ostami.problems import BlockedError

KIND = "exams.score_import"
COLUMNS = (Column("工种等级", width=30), Column("有变动人数", ColumnKind.NUMBER, 12))


@transaction.atomic
def start_score_import(*, upload: TableUpload, batch: Batch, rows: int, actor: User, reason: str = "") -> Job:
    """Start the import of a kept score sheet with `rows` rows."""
    label = f"导入成绩（{batch}，{rows} 行）"
    return start(KIND, owner=actor, label=label, upload=upload.pk, batch=batch.pk, reason=reason)


@job_kind(KIND)
def run_score_import(run: JobRun) -> JobFile:
    """Import the sheet; what was imported already is gone, so a second run does nothing."""
    upload = TableUpload.objects.visible_to(run.owner).filter(pk=run.params["upload"]).first()
    if upload is None:
        raise BlockedError([GONE])
    done = import_scores(
        upload=upload,
        batch=Batch.objects.visible_to(run.owner).get(pk=run.params["batch"]),
        actor=run.owner,
        at=clock.now(),
        reason=run.params["reason"],
        progress=run.progress,
    )
    return JobFile(_result(done), "成绩导入结果.xlsx", XLSX)


def _result(done: ImportedScores) -> bytes:
    """Return how many changed, by trade: whose score is what stands in the grid, and in the history."""
    changed = Counter(one.enrolment.batch_item for one in done.changed)
    rows = tuple((str(item), count) for item, count in changed.items())
    facts = (("导入行数", done.rows), ("有变动", len(done.changed)))
    return render_xlsx(TableSheet("成绩导入结果", COLUMNS, rows, facts=facts))
