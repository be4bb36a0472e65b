"""The rows of a workbook beside each other and beside the banks: the same question twice, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from accounts.models import User
from ostami.problems import Problem
from question_bank.guards import taken_from
from question_bank.importing.rows import BankRow, Book
from question_bank.kinds import Pool
from question_bank.models import ItemStatus, Question
from scope_catalog.levels import Level
from scope_catalog.models import Trade

# Digests that one query asks for.
PORTION = 1000
OTHER_POOL = "另一题库中有相同的试题。考试题库与自测题库不能有相同的题，请改写或删除这一行。"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the questions of one file go."""

    pool: Pool
    trade: Trade
    level: Level


def judged(book: Book, *, target: Target, actor: User) -> Book:
    """Return the book with every question that stands elsewhere marked: in the file, or in a bank.

    What stands in the other pool, whoever owns it, is a problem; the rest can be left out.
    """
    digests = [row.digest for row in book.rows if row.digest]
    own, others = own_twins(digests, actor), other_pool(digests, target.pool)
    first: dict[str, BankRow] = {}
    rows = []
    for row in book.rows:
        if row.digest in others:
            rows.append(row.against(OTHER_POOL))
        elif row.digest:
            rows.append(replace(row, twin=_twin_words(first.get(row.digest), own.get(row.digest))))
            first.setdefault(row.digest, row)
        else:
            rows.append(row)
    return Book(tuple(rows))


def own_twins(digests: Sequence[str], actor: User) -> dict[str, Question]:
    """Return the questions of the actor's bank that are alike, by likeness; retired ones aren't asked."""
    found = Question.objects.filter(owner=actor.organisation).exclude(status=ItemStatus.RETIRED)
    return {
        row.likeness: row
        for part in _portions(digests)
        for row in found.filter(likeness__in=part).defer("sealed").order_by("-pk")
    }


def other_pool(digests: Sequence[str], pool: Pool) -> set[str]:
    """Return which of the likenesses the other pool keeps for itself, whoever owns them."""
    found = Question.objects.filter(taken_from(pool)).order_by()
    return {
        digest
        for part in _portions(digests)
        for digest in found.filter(likeness__in=part).values_list("likeness", flat=True)
    }


def book_problems(book: Book, *, skip_twins: bool) -> Iterator[Problem]:
    """Yield why a judged book isn't stored: all of it is, or nothing."""
    if book.bad:
        yield Problem(
            f"有 {len(book.bad)} 行存在问题，没有导入任何一题",
            remedy="请下载问题行，更正后重新上传",
        )
    elif book.twins and not skip_twins:
        yield Problem(
            f"有 {len(book.twins)} 题重复，没有导入任何一题",
            remedy="请勾选“跳过重复的题”，或在表格中改写、删除后重新上传",
        )
    elif not book.good:
        yield Problem("表格中的题全部重复，没有可导入的题", remedy="请核对是否已经导入过")


def _twin_words(row: BankRow | None, question: Question | None) -> str:
    if row is not None:
        return f"与{row.place}相同。"
    if question is not None:
        return f"本机构题库中已有相同的试题：{question}（{question.get_status_display()}）。"
    return ""


def _portions(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), PORTION):
        yield digests[start : start + PORTION]
