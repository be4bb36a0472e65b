"""What a paper's page shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format

from accounts.models import User
from ostami.clock import SHANGHAI
from question_bank.blueprint_facts import plain
from question_bank.looks import record_question_looks, record_task_look
from question_bank.models import Paper, PaperStatus
from question_bank.models.papers import OVER
from question_bank.paper_kinds import PaperKind
from question_bank.papers.drawn import still_unmet
from question_bank.papers.laid_out import LaidOut, PaperItem, laid_out
from question_bank.question_page import Option, options_of

FULL_MARKS = Decimal(100)
UNREADABLE = (PaperStatus.SEALED, PaperStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its options, as the page reads it."""

    item: PaperItem
    options: list[Option]

    @property
    def points(self) -> str:
        """The points without needless zeros."""
        return plain(self.item.points)


@dataclass(frozen=True, slots=True)
class Words:
    """The questions of a paper by section."""

    sections: list[tuple[str, str, list[Card]]]


def is_readable(paper: Paper, actor: User) -> bool:
    """Tell whether somebody may read a paper's words: in its own organisation, until it is sealed."""
    return paper.owner_id == actor.organisation_id and paper.status not in UNREADABLE


def may_know_all(paper: Paper, actor: User, *, at: datetime) -> bool:
    """Tell whether somebody may know by which draw and changes a paper came to be."""
    own = paper.owner_id == actor.organisation_id
    return is_readable(paper, actor) or (own and paper.state_at(at) is OVER)


def words_of(paper: Paper, *, actor: User) -> Words | None:
    """Return the words of a paper of questions, which is recorded as a look; None where it has none."""
    if paper.task is not None:
        record_task_look(paper.task, actor=actor)
    if not paper.is_of_questions:
        return None
    record_question_looks([row.question for row in paper.questions.select_related("question")], actor=actor)
    return Words(list(_sections(laid_out(paper, "A"))))


def _sections(paper: LaidOut) -> Iterator[tuple[str, str, list[Card]]]:
    for section in paper.sections:
        told = f"{len(section.questions)} 题，共 {plain(section.total)} 分"
        yield section.kind.label, told, [Card(one, options_of(one.content)) for one in section.questions]


def facts_of_paper(paper: Paper, *, knows_all: bool) -> Iterator[tuple[str, str]]:
    """Yield label and value of what is known of a paper beside its words."""
    yield "科目", paper.get_kind_display()
    yield "工种、等级", paper.subject
    yield "来源", paper.get_source_display()
    if paper.is_of_questions:
        yield "卷数", paper.get_versions_display()
        yield "题数和总分", f"{paper.questions.count()} 题，{plain(paper.points)} 分"
    yield "考试时间", f"{paper.minutes} 分钟"
    yield "所属机构", paper.owner.name
    yield "命题人", f"{paper.written_by}，{_moment(paper.written_at)}"
    if paper.sealed_at:
        yield "封存时间", _moment(paper.sealed_at)
    for label, told in paper.drawn.get("words", {}).items():
        if told and label not in {"工种", "等级", "考试时间"}:
            yield f"方案{label}", told
    # Whoever knows the bank can repeat the draw by it.
    if knows_all and (seed := paper.drawn.get("seed")):
        yield "抽题种子", seed


def warnings_of_paper(paper: Paper) -> Iterator[str]:
    """Yield what is unusual with a paper, to those who may read it."""
    for sentence in still_unmet(paper):
        yield f"与组卷方案不符：{sentence}。"
    if paper.kind == PaperKind.THEORY and paper.is_of_questions and paper.points != FULL_MARKS:
        yield (
            f"总分为 {plain(paper.points)} 分，不是 {FULL_MARKS} 分。"
            f"理论成绩按 {FULL_MARKS} 分制登记（服务指南 4.6-1），阅卷后需折算。"
        )


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(SHANGHAI), "Y-m-d H:i")
