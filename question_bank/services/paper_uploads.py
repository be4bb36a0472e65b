"""Papers that were finished elsewhere and come as PDF, or as a workbook (guide 4.5.1-10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from documents.file_rows import StoredFiles, stored_together
from documents.pdf_files import check_pdf
from documents.upload_limits import MEGABYTE, size_problem
from ostami.problems import BlockedError, Problem, refuse_if
from question_bank.models import Paper, PaperFile
from question_bank.paper_kinds import PaperKind, PaperPart, PaperSource
from question_bank.papers.drafting import draft_problems, minutes_problems, new_draft
from question_bank.services.paper_workbooks import paper_from_workbook
from question_bank.services.papers import change_problems, locked_paper
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow import audit

__all__ = ["MAX_BYTES", "paper_from_pdf", "paper_from_workbook", "replace_paper_files"]

MAX_BYTES = 10 * MEGABYTE
# The form's field of each part that can be uploaded.
FIELDS = {PaperPart.PAPER_A: "file", PaperPart.ANSWERS_A: "answers"}


@dataclass(frozen=True, slots=True)
class UploadedPart:
    """A PDF that may be stored, and how many pages it has."""

    content: bytes
    pages: int


def paper_from_pdf(
    *,
    actor: User,
    trade: Trade,
    level: Level,
    kind: PaperKind,
    minutes: int,
    paper: bytes,
    answers: bytes | None,
    at: datetime,
) -> Paper:
    """Store a finished paper as a draft of the actor's organisation.

    Args:
        actor: who uploads it, its author.
        trade: the trade that it examines.
        level: the level of that trade.
        kind: theory or practical.
        minutes: how long the exam takes.
        paper: the paper as PDF.
        answers: answers and marking notes as PDF, where there are any.
        at: the instant.

    Raises:
        BlockedError: a file won't do, or trade and level are out of the organisation's scope.
    """
    refuse_if(draft_problems(actor, trade=trade, level=level, minutes=minutes))
    parts = _checked_parts(paper, answers)
    made = new_draft(actor, trade=trade, level=level, minutes=minutes, at=at)
    made.kind, made.source = kind, PaperSource.UPLOADED
    with stored_together() as files:
        made.save()
        _store(made, parts, files)
        audit.record(made, action="write", sentence="上传了成卷", actor=actor, at=at)
    return made


def replace_paper_files(
    *, paper: Paper, actor: User, file: bytes, answers: bytes | None, minutes: int, at: datetime
) -> Paper:
    """Put other files in place of an open uploaded paper's; without `answers` it has none afterwards.

    Raises:
        BlockedError: a file won't do, or the actor can't change the paper.
        Http404: the paper isn't in the actor's scope.
    """
    refuse_if(minutes_problems(minutes))
    parts = _checked_parts(file, answers)
    with stored_together() as files:
        row = locked_paper(paper, actor)
        refuse_if([*change_problems(row, actor), *_not_uploaded(row)])
        for old in row.files.all():
            old.delete_with_file()
        row.written_by, row.minutes = actor, minutes
        row.save()
        _store(row, parts, files)
        audit.record(row, action="replace", sentence="更换了试卷文件", actor=actor, at=at)
    return row


def _not_uploaded(paper: Paper) -> Iterator[Problem]:
    if paper.source != PaperSource.UPLOADED:
        yield Problem("这份试卷不是上传的成卷，没有可更换的文件", remedy="请在试卷页面修改")


def _checked_parts(paper: bytes, answers: bytes | None) -> dict[PaperPart, UploadedPart]:
    sent = {PaperPart.PAPER_A: paper, **({PaperPart.ANSWERS_A: answers} if answers else {})}
    return {part: _checked(content, FIELDS[part]) for part, content in sent.items()}


def _checked(content: bytes, field: str) -> UploadedPart:
    """Return a file that is a plain PDF; what is wrong is told at its own field."""
    try:
        problem = size_problem(len(content), max_bytes=MAX_BYTES, noun="文件")
        refuse_if([problem] if problem else [])
        return UploadedPart(content, check_pdf(content))
    except BlockedError as blocked:
        raise BlockedError([replace(problem, field=field) for problem in blocked.problems]) from None


def _store(paper: Paper, parts: Mapping[PaperPart, UploadedPart], files: StoredFiles) -> None:
    for part, uploaded in parts.items():
        row = PaperFile(paper=paper, part=part, pages=uploaded.pages)
        files.store(row, uploaded.content, suffix=".pdf")
