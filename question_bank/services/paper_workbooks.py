"""Theory papers that come as a workbook of questions (guide 4.5.1-10)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from ostami.problems import refuse_if
from question_bank.guards import POOLS
from question_bank.importing.judging import Target
from question_bank.importing.rows import Book, read_book
from question_bank.kinds import Pool
from question_bank.models import Paper, PaperQuestion, Question
from question_bank.paper_kinds import PaperKind, PaperSource
from question_bank.papers.drafting import draft_problems, new_draft
from question_bank.papers.workbook import PaperRows, paper_rows, row_problems, size_problems
from question_bank.services.importing import STORED_AT_ONCE, Wishes, questions_of, record_import
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow import audit
from workflow.numbering import locked_series


def paper_from_workbook(
    *,
    actor: User,
    trade: Trade,
    level: Level,
    minutes: int,
    content: bytes,
    versions: int,
    at: datetime,
) -> Paper:
    """Make a theory paper of all questions of a workbook, in their order, all or nothing.

    A row that equals a question of the own exam bank uses that one; the others come into the exam bank,
    handed in with the paper, and are checked with it. Questions are judged and stored under the lock under
    which questions come into the pools.

    Raises:
        BlockedError: rows are faulty, or equal to questions that can't be used, each told with its place; or
            trade and level are out of the organisation's scope.
    """
    refuse_if(draft_problems(actor, trade=trade, level=level, minutes=minutes))
    book = read_book(content)
    refuse_if(size_problems(book))
    target = Target(Pool.EXAM, trade, level)
    with transaction.atomic():
        locked_series(POOLS)
        rows = paper_rows(book, target=target, actor=actor)
        refuse_if(row_problems(rows.book))
        made = new_draft(actor, trade=trade, level=level, minutes=minutes, at=at)
        made.kind, made.source, made.versions = PaperKind.THEORY, PaperSource.WORKBOOK, versions
        made.save()
        _fill(made, rows.book, {**rows.known, **_new_questions(rows, target, actor=actor, at=at)})
        audit.record(made, action="write", sentence=_told(rows), actor=actor, at=at)
    return made


def _new_questions(rows: PaperRows, target: Target, *, actor: User, at: datetime) -> dict[str, Question]:
    wishes = Wishes(submit=True)
    made = list(questions_of(rows.fresh, target, wishes, actor=actor, at=at))
    stored = Question.objects.bulk_create(made, batch_size=STORED_AT_ONCE)
    if stored:
        record_import(stored, target, wishes, actor=actor, at=at)
    return {question.likeness: question for question in stored}


def _fill(paper: Paper, book: Book, questions: Mapping[str, Question]) -> None:
    PaperQuestion.objects.bulk_create(
        PaperQuestion(
            paper=paper, question=questions[row.digest], place=place, points=row.row.parsed["points"]
        )
        for place, row in enumerate(book.rows, start=1)
    )


def _told(rows: PaperRows) -> str:
    total, fresh = len(rows.book.rows), len(rows.fresh)
    return f"用试题模板上传了试卷（{total} 题，其中新题 {fresh} 题）"
