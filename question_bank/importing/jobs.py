"""Importing many questions, as a job with progress."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from documents.models import TableUpload
from jobs.models import Job
from jobs.running import JobFile, JobRun, job_kind, start
from ostami import clock
from ostami.downloads import XLSX
from ostami.problems import BlockedError
from question_bank.importing.judging import Target
from question_bank.importing.report import result_workbook
from question_bank.kinds import Pool
from question_bank.scope import writable_trades
from question_bank.services.importing import GONE, Wishes, import_questions
from scope_catalog.levels import Level

KIND = "question_bank.import"


@transaction.atomic
def start_import(*, upload: TableUpload, target: Target, wishes: Wishes, rows: int, actor: User) -> Job:
    """Start the import of a kept workbook with `rows` questions."""
    return start(
        KIND,
        owner=actor,
        label=f"导入理论试题（{rows} 题）",
        upload=upload.pk,
        pool=target.pool.value,
        trade=target.trade.pk,
        level=int(target.level),
        **asdict(wishes),
    )


@job_kind(KIND)
def run_import(run: JobRun) -> JobFile:
    """Import the workbook; what was imported already is refused, so a second run does nothing."""
    asked = run.params
    upload = TableUpload.objects.visible_to(run.owner).filter(pk=asked["upload"]).first()
    if upload is None:
        raise BlockedError([GONE])
    trade = writable_trades(run.owner).get(pk=asked["trade"])
    done = import_questions(
        upload=upload,
        target=Target(Pool(asked["pool"]), trade, Level(asked["level"])),
        wishes=Wishes(skip_twins=asked["skip_twins"], submit=asked["submit"]),
        actor=run.owner,
        at=clock.now(),
        progress=run.progress,
    )
    return JobFile(result_workbook(done), "试题导入结果.xlsx", XLSX)
