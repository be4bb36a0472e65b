"""What stands in the way of destroying evidence."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from batches.models import Batch
from exams.archiving.checking import archives_of, settled_in, settled_of
from exams.archiving.keeping import ENDED, is_over, kept_until, years_of
from exams.models import EvidenceDisposal, EvidenceKind, ExamEvidence
from exams.publishing import notices, reviewing
from ostami.problems import Problem
from workflow.lifecycle import Step

CLAUSE = "4.7-5"


def not_destroyable(batch: Batch, kind: str, *, on: date) -> Iterator[Problem]:
    """Yield why evidence of a kind can't be destroyed on the day `on`."""
    yield from time_not_over(batch, kind, on=on)
    yield from nothing_there(batch, kind)
    yield from still_questioned(batch)
    yield from reviewing.review_days_left(batch, on=on)


def time_not_over(batch: Batch, kind: str, *, on: date) -> Iterator[Problem]:
    """Evidence is kept to the end of its time, and until the results of its batch stand or there are none."""
    label = EvidenceKind(kind).label
    if batch.status not in ENDED:
        yield Problem(f"{batch}的成绩还没有审核通过，{label}须继续保存", CLAUSE)
    if not is_over(batch.exam_date, kind, on=on):
        last = kept_until(batch.exam_date, kind)
        yield Problem(
            f"{label}须保存 {years_of(kind)} 年，至 {last:%Y-%m-%d}（含当日）", CLAUSE, "请在次日以后办理"
        )


def nothing_there(batch: Batch, kind: str) -> Iterator[Problem]:
    """Only what exists is destroyed."""
    if not pieces_of(batch, kind).exists():
        yield Problem(f"{batch}没有可以销毁的{EvidenceKind(kind).label}", remedy="请刷新页面后查看")


def still_questioned(batch: Batch) -> Iterator[Problem]:
    """Evidence isn't destroyed while somebody asks about the results that it shows."""
    if notices.unanswered(batch).exists():
        yield Problem(f"{batch}有公示异议尚未答复", remedy="请先答复异议")
    if reviewing.unanswered(batch).exists() or reviewing.uncorrected(batch).exists():
        yield Problem(f"{batch}有成绩复查尚未办结", remedy="请先办结成绩复查")


def pieces_of(batch: Batch, kind: str) -> Any:
    """Return the evidence of a kind that wasn't destroyed."""
    return ExamEvidence.objects.filter(item__batch=batch, kind=kind, destroyed_at=None)


def archive_written(step: Step[Batch]) -> Iterator[Problem]:
    """A batch is archived once its archive holds all up to its certificates, or its results without any."""
    settled = settled_of(step.case)
    if not any(settled_in(archive) == settled for archive in archives_of(step.case)):
        yield Problem(
            "成绩审核通过、核发证书之后还没有生成归档包", CLAUSE, "请先在“归档”页面生成归档包，下载后妥善保存"
        )


def by_another(step: Step[EvidenceDisposal]) -> Iterator[Problem]:
    """Who proposes doesn't release."""
    if step.case.proposed_by_id == step.actor.pk:
        yield Problem("申请人不能批准自己的申请", remedy="请由管理站的另一人办理")


def destroyable(step: Step[EvidenceDisposal]) -> Iterator[Problem]:
    """What held when it was proposed holds still."""
    yield from not_destroyable(step.case.batch, step.case.kind, on=step.day)
