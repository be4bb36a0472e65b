"""Bringing former certificates in, as a job with progress."""

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from certificates.register.former_import import GONE, Verdict, import_former, judge_former
from certificates.register.former_table import former_table
from documents.keeping import kept_content
from documents.models import TableUpload
from documents.sheets import Column, ColumnKind, TableSheet
from documents.table_import import ImportedTable, errors_workbook
from documents.xlsx import render_xlsx
from jobs.models import Job
from jobs.running import JobFile, JobRun, job_kind, start
from ostami import clock
from ostami.downloads import XLSX
from ostami.problems import BlockedError

KIND = "certificates.former_import"


@transaction.atomic
def start_former_import(*, upload: TableUpload, actor: User) -> Job:
    """Start the import of a kept workbook.

    Raises:
        PermissionDenied: the actor's role brings no former certificates in.
    """
    need(actor, Perm.FORMER_IMPORT)
    return start(KIND, owner=actor, label="导入历史证书", upload=upload.pk)


@job_kind(KIND)
def run_former_import(run: JobRun) -> JobFile:
    """Judge the workbook and enter it, or give its bad rows back; what it entered already it tells again."""
    if "entered" in run.params:
        return _entered(run.params["entered"])
    upload = TableUpload.objects.visible_to(run.owner).filter(pk=run.params["upload"]).first()
    if upload is None:
        raise BlockedError([GONE])
    verdict = judge_former(kept_content(upload), progress=run.progress)
    if verdict.bad:
        run.job.label = f"导入历史证书：{verdict.bad} 行有问题，没有导入任何一行"
        return JobFile(_bad_rows(verdict), _bad_name(verdict), XLSX)
    count = import_former(
        upload=upload, actor=run.owner, at=clock.now(), entered=lambda count: run.remember(entered=count)
    )
    return _entered(count)


def _entered(count: int) -> JobFile:
    return JobFile(_result(count), f"历史证书导入结果（{count} 本）.xlsx", XLSX)


def _bad_name(verdict: Verdict) -> str:
    told = f"，列出前 {len(verdict.told)} 行" if verdict.bad > len(verdict.told) else ""
    return f"历史证书问题行（{verdict.bad} 行有问题{told}，没有导入任何一行）.xlsx"


def _bad_rows(verdict: Verdict) -> bytes:
    return errors_workbook(former_table(), ImportedTable(verdict.told))


def _result(count: int) -> bytes:
    columns = (Column("结果", width=30), Column("数量", ColumnKind.NUMBER, 12))
    return render_xlsx(TableSheet("历史证书导入结果", columns, (("已导入历史证书", count),)))
