"""A whole paper as a workbook of questions: each row is a question of the bank already, or comes to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.models import User
from ostami.problems import Problem
from question_bank.content import LETTERS, Content
from question_bank.importing.judging import OTHER_POOL, Target, other_pool
from question_bank.importing.rows import BankRow, Book
from question_bank.kinds import CHOICES, OBJECTIVE, QuestionKind
from question_bank.models import ItemStatus, Question

MOST_ROWS = 300
MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class PaperRows:
    """The rows of a paper, judged.

    Attributes:
        book: the rows in their order, with everything that is wrong with them.
        known: the bank's own questions that rows are equal to, by likeness.
    """

    book: Book
    known: Mapping[str, Question]

    @property
    def fresh(self) -> list[BankRow]:
        """The rows whose questions the bank doesn't hold yet."""
        return [row for row in self.book.rows if row.digest not in self.known]


def paper_rows(book: Book, *, target: Target, actor: User) -> PaperRows:
    """Judge the rows of a paper beside each other and beside the banks."""
    digests = [row.digest for row in book.rows if row.digest]
    known = _in_own_bank(digests, target, actor)
    others = other_pool(digests, target.pool)
    first: dict[str, BankRow] = {}
    judged = []
    for row in book.rows:
        reasons = _reasons(row, known.get(row.digest), first.get(row.digest), target, actor)
        if row.digest in others:
            reasons = [OTHER_POOL, *reasons]
        if row.digest:
            first.setdefault(row.digest, row)
        for reason in reasons:
            row = row.against(reason)  # noqa: PLW2901  the row with one more reason
        judged.append(row)
    return PaperRows(Book(tuple(judged)), known)


def size_problems(book: Book) -> Iterator[Problem]:
    """Yield why a workbook is no paper, whatever its rows say."""
    if len(book.rows) > MOST_ROWS:
        text = f"表格有 {len(book.rows)} 题，一份试卷最多 {MOST_ROWS} 题"
        yield Problem(text, remedy="请删减后上传", field="file")


def row_problems(book: Book) -> Iterator[Problem]:
    """Yield why no paper is made of a judged workbook: each faulty row with its place."""
    if not book.bad:
        return
    text = f"有 {len(book.bad)} 行存在问题，没有保存任何内容"
    yield Problem(text, remedy="请在原表中更正下列各行后重新上传", field="file")
    for row in book.bad[:MOST_TOLD]:
        yield Problem(f"{row.place}：{''.join(row.reasons).rstrip('。')}")
    if len(book.bad) > MOST_TOLD:
        yield Problem(f"另有 {len(book.bad) - MOST_TOLD} 行存在问题，没有列出")


def _in_own_bank(digests: list[str], target: Target, actor: User) -> dict[str, Question]:
    """Return the own bank's questions of these words; where there are several, the one that fits best."""
    rows = Question.objects.filter(owner=actor.organisation, likeness__in=digests)
    found = list(rows.exclude(status=ItemStatus.RETIRED).order_by("-pk"))
    # What comes last stays.
    found.sort(key=lambda one: not any(_unfit(one, target, actor)))
    return {one.likeness: one for one in found}


def _reasons(
    row: BankRow, known: Question | None, first: BankRow | None, target: Target, actor: User
) -> list[str]:
    reasons = [f"与{first.place}相同。"] if first else []
    if known is None or row.content is None or row.row.problems:
        return reasons
    reasons += [f"{reason}。" for reason in _unfit(known, target, actor)]
    if known.kind != row.kind:
        reasons.append(f"题库中的相同试题（{known}）题型不同，请更正表格。")
    elif not same_answer(row.kind, row.content, known.content):
        reasons.append(f"题库中的相同试题（{known}）答案不同，请核对后更正表格，或在题库中出新版本。")
    return reasons


def _unfit(known: Question, target: Target, actor: User) -> Iterator[str]:
    """Yield why a question of the own bank can't be in the paper."""
    where = f"本机构题库中已有相同的试题：{known}"
    if known.pool != target.pool:
        yield f"{where}（{known.get_pool_display()}），自测题不能用于考试"
    elif (known.trade_id, known.level) != (target.trade.pk, target.level):
        yield f"{where}，属于其他工种或等级，请改写或删除这一行"
    elif known.status == ItemStatus.SUBMITTED and known.written_by_id == actor.pk:
        # Handed in by the paper's author: whoever checks the paper checks it too.
        return
    elif known.status != ItemStatus.ACTIVE:
        yield f"{where}（{known.get_status_display()}），请先办完它的复核，或删除这一行"


def same_answer(kind: QuestionKind, one: Content, other: Content) -> bool:
    """Tell whether two questions of the same words have the same answer; essays are left to the checker."""
    return kind not in OBJECTIVE or _answer(kind, one) == _answer(kind, other)


def _answer(kind: QuestionKind, content: Content) -> object:
    if kind not in CHOICES:
        return content.answer
    return {content.options[LETTERS.index(letter)] for letter in content.answer}
