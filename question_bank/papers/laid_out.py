"""A paper of questions as its readers meet it: sections, numbers, and options in a version's order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from question_bank.composing import Orders, arrange, shuffled
from question_bank.content import Content
from question_bank.kinds import QuestionKind
from question_bank.models import Paper, PaperQuestion
from question_bank.paper_kinds import PaperSource


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question at its place.

    Attributes:
        number: its number in this version, from 1 through the whole paper.
        content: its words, options and answer in the version's order.
        pictures: the files of its stem's pictures.
    """

    number: int
    points: Decimal
    content: Content
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one kind.

    Attributes:
        points_each: the points of each of them; None where they differ.
        total: the sum of their points.
    """

    kind: QuestionKind
    points_each: Decimal | None
    total: Decimal
    questions: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """One version of a paper."""

    sections: tuple[Section, ...]
    total: Decimal
    minutes: int


def laid_out(paper: Paper, version: str) -> LaidOut:
    """Return a version of a paper of questions, ``A`` or ``B``.

    Kinds stay together in the order in which they first occur. Version A has the order that is stored; B has
    another one of every kind with more than one question, by the paper's seed.
    """
    rows = list(paper.questions.select_related("question").prefetch_related("question__pictures"))
    by_key = {row.question_id: row for row in rows}
    contents = {row.question_id: row.question.content for row in rows}
    chosen = {kind: [row.question_id for row in part] for kind, part in by_kind(rows).items()}
    written = paper.source == PaperSource.WORKBOOK
    placed = arrange(chosen, contents, Orders(seed=seed_of(paper), version=version, as_written=written))
    sections, number = [], 0
    for kind, part in placed.items():
        items = [
            _item(number + place, by_key[one.id], shuffled(contents[one.id], one.options))
            for place, one in enumerate(part, 1)
        ]
        number += len(items)
        sections.append(_section(kind, items))
    return LaidOut(tuple(sections), sum((one.total for one in sections), Decimal(0)), paper.minutes)


def by_kind(rows: Iterable[PaperQuestion]) -> dict[str, list[PaperQuestion]]:
    """Return a paper's questions by kind, kinds in the order in which they first occur."""
    found = defaultdict[str, list[PaperQuestion]](list)
    for row in rows:
        found[row.question.kind].append(row)
    return dict(found)


def seed_of(paper: Paper) -> str:
    """Return the seed that the paper's versions come from; a paper that wasn't drawn has its own number."""
    return str(paper.drawn.get("seed") or f"paper {paper.pk}")


def _item(number: int, row: PaperQuestion, content: Content) -> PaperItem:
    pictures = tuple(picture.file.open().read() for picture in row.question.pictures.all())
    return PaperItem(number, row.points, content, pictures)


def _section(kind: str, items: list[PaperItem]) -> Section:
    points = {item.points for item in items}
    total = sum((item.points for item in items), Decimal(0))
    return Section(QuestionKind(kind), points.pop() if len(points) == 1 else None, total, tuple(items))
