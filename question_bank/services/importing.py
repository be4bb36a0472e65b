"""Storing the questions of a workbook: all of them in one transaction, or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from documents.keeping import kept_content
from documents.models import TableUpload
from ostami.problems import BlockedError, Problem, refuse_if
from question_bank.guards import POOLS
from question_bank.importing.judging import Target, book_problems, judged, other_pool, own_twins
from question_bank.importing.rows import BankRow, read_book
from question_bank.models import ItemStatus, Question
from question_bank.scope import scope_problems
from workflow import audit
from workflow.numbering import locked_series

GONE = Problem("这份表格已经导入或已过期（上传后保留 24 小时），没有重复导入", remedy="如需继续，请重新上传")
CHANGED = Problem("上传之后题库有变化，没有导入任何一题", remedy="请重新上传检查")
STORED_AT_ONCE, TOLD_EVERY = 500, 250

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person ticked: leave out what is there already; hand the rest in for a check at once."""

    skip_twins: bool = False
    submit: bool = False


@dataclass(frozen=True, slots=True)
class ImportedBook:
    """What an import did: each stored row with its question, and the rows left out."""

    stored: Sequence[tuple[BankRow, Question]]
    left_out: Sequence[BankRow]


def import_questions(
    *,
    upload: TableUpload,
    target: Target,
    wishes: Wishes,
    actor: User,
    at: datetime,
    progress: Progress | None = None,
) -> ImportedBook:
    """Store the questions of a kept workbook in the bank of the actor's organisation (guide 4.5.1-10).

    Sealing takes the longest and is done before the transaction, so that progress shows and nobody waits.

    Args:
        upload: the workbook; it is dropped with the import, so that a second import finds it gone.
        target: pool, trade and level of all its questions.
        wishes: what to do with questions that are there already, and whether to hand in the rest.
        actor: who imports, and counts as the writer.
        at: the instant of the act.
        progress: is told how many questions of how many are ready.

    Raises:
        BlockedError: any row has a problem, questions are there twice, the bank changed meanwhile, trade and
            level are out of scope, or the workbook was imported already. Nothing is stored.
    """
    refuse_if(scope_problems(actor, trade=target.trade, level=target.level))
    book = judged(read_book(kept_content(upload)), target=target, actor=actor)
    refuse_if(book_problems(book, skip_twins=wishes.skip_twins))
    made = list(questions_of(book.good, target, wishes, actor=actor, at=at, progress=progress))
    with transaction.atomic():
        locked = TableUpload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None:
            raise BlockedError([GONE])
        _refuse_changed(made, actor, target)
        questions = Question.objects.bulk_create(made, batch_size=STORED_AT_ONCE)
        record_import(questions, target, wishes, actor=actor, at=at)
        locked.delete_with_file()
    return ImportedBook(list(zip(book.good, questions, strict=True)), book.twins)


def questions_of(
    rows: Sequence[BankRow],
    target: Target,
    wishes: Wishes,
    *,
    actor: User,
    at: datetime,
    progress: Progress | None = None,
) -> Iterator[Question]:
    """Yield the question of each good row, its words sealed; nothing is stored yet."""
    # Stored as handed in, not moved one by one, which would take minutes; what stands in the way of the move
    # is judged for all rows before, and under the lock.
    status = ItemStatus.SUBMITTED if wishes.submit else ItemStatus.DRAFT
    for done, row in enumerate(rows):
        if progress and done % TOLD_EVERY == 0:
            progress(done, len(rows))
        facts = row.row.parsed
        question = Question(
            owner=actor.organisation,
            pool=target.pool,
            trade=target.trade,
            level=target.level,
            kind=row.kind,
            knowledge_point=facts["knowledge_point"],
            difficulty=facts["difficulty"],
            points=facts["points"],
            status=status,
            written_by=actor,
            written_at=at,
        )
        assert row.content is not None  # noqa: S101  a row without words has a problem, and comes not so far
        question.content = row.content
        yield question


def _refuse_changed(made: Sequence[Question], actor: User, target: Target) -> None:
    """Look again under the lock under which questions come into the pools."""
    locked_series(POOLS)
    digests = [question.likeness for question in made]
    refuse_if([CHANGED] if own_twins(digests, actor) or other_pool(digests, target.pool) else [])


def record_import(
    questions: Sequence[Question], target: Target, wishes: Wishes, *, actor: User, at: datetime
) -> None:
    """Record that stored questions came from a workbook, and that they were handed in where they were."""
    audit.record_all(questions, action="import", sentence="从表格导入了理论试题", actor=actor, at=at)
    if wishes.submit:
        states = (ItemStatus.DRAFT.value, ItemStatus.SUBMITTED.value)
        audit.record_all(
            questions, action="submit", sentence="提交了理论试题复核", actor=actor, at=at, states=states
        )
    where = f"{target.pool.label}，{target.trade.name}{target.level.label}"
    sentence = f"从表格导入了 {len(questions)} 道理论试题（{where}）"
    audit.record(actor, action="import_questions", sentence=sentence, actor=actor, at=at)
