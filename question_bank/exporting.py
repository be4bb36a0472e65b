"""Exporting the questions that a list's filters leave, as a job; it is told to the bank's history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from jobs.models import Job
from jobs.running import JobFile, JobRun, job_kind, start
from ostami import clock
from ostami.downloads import XLSX
from ostami.problems import Problem, refuse_if
from question_bank.importing.workbooks import export
from question_bank.kinds import Pool
from question_bank.listing import listed_questions
from question_bank.models import Question
from workflow import audit

KIND = "question_bank.export"
MOST_EXPORTED = 5000
# More exam questions than these leave the portal only for a reason.
EXAM_WITHOUT_REASON = 50
TOLD_EVERY = 250


@dataclass(frozen=True, slots=True)
class Extent:
    """How many questions an export would hold, and how many of them are secret."""

    total: int
    exam: int

    @property
    def needs_reason(self) -> bool:
        """Tell whether somebody has to say what the export is for."""
        return self.exam > EXAM_WITHOUT_REASON


def extent_of(asked: Mapping[str, str], *, actor: User) -> Extent:
    """Return how much the filters leave in the actor's scope."""
    rows = listed_questions(actor=actor, asked=asked).order_by()
    counts = rows.aggregate(total=Count("pk"), exam=Count("pk", filter=Q(pool=Pool.EXAM)))
    return Extent(**counts)


@transaction.atomic
def start_export(*, asked: Mapping[str, str], reason: str, actor: User) -> Job:
    """Start the export of what the filters leave, and record it.

    Args:
        asked: valid filters of the list by name.
        reason: what the export is for; needed for more than 50 exam questions.
        actor: who exports, in whose scope.

    Raises:
        BlockedError: there is nothing to export, or too much, or the reason is missing.
    """
    extent = extent_of(asked, actor=actor)
    refuse_if(export_problems(extent, reason))
    sentence = f"批量导出了理论试题 {extent.total} 题（其中考试题库 {extent.exam} 题）"
    audit.record(actor, action="export_questions", sentence=sentence, actor=actor, reason=reason.strip())
    return start(KIND, owner=actor, label=f"导出理论试题（{extent.total} 题）", asked=dict(asked))


def export_problems(extent: Extent, reason: str) -> list[Problem]:
    """Return why an export can't be started."""
    if not extent.total:
        return [Problem("没有可导出的试题", remedy="请返回列表，减少筛选条件")]
    if extent.total > MOST_EXPORTED:
        text = f"共 {extent.total} 题，一次最多导出 {MOST_EXPORTED} 题"
        return [Problem(text, remedy="请返回列表，用筛选条件分几次导出")]
    if extent.needs_reason and not reason.strip():
        text = f"导出的考试题库试题超过 {EXAM_WITHOUT_REASON} 题，请填写导出原因"
        return [Problem(text, remedy="原因会记入操作记录", field="reason")]
    return []


@job_kind(KIND)
def run_export(run: JobRun) -> JobFile:
    """Write what the filters leave by the time the job runs, in its owner's scope."""
    rows = listed_questions(actor=run.owner, asked=run.params["asked"], sort="name")[:MOST_EXPORTED]
    content = export(_counted(list(rows), run))
    return JobFile(content, f"理论试题-{clock.today():%Y%m%d}.xlsx", XLSX)


def _counted(questions: list[Question], run: JobRun) -> Iterator[Question]:
    for done, question in enumerate(questions):
        if done % TOLD_EVERY == 0:
            run.progress(done, len(questions))
        yield question
