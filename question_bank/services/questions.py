"""Writing questions."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.http import Http404

from accounts.models import User
from ostami.problems import Problem, refuse_if
from question_bank.content import Content
from question_bank.content_rules import problems_of
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models import Question
from question_bank.scope import scope_problems
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow import audit

STEP = Decimal("0.5")
MOST_POINTS = 100
# What is told of a change: figures with their values, words by their name alone.
FIGURES = ("pool", "trade", "level", "knowledge_point", "difficulty", "points")
# A new version stays where the old one is.
FIXED = {"pool": "题库", "trade": "工种", "level": "等级"}
PARTS = {"stem": "题干", "options": "选项", "answer": "答案", "marking": "评分说明", "explanation": "解析"}


class QuestionFacts(TypedDict):
    """What a question is made of, beside its kind."""

    pool: Pool
    trade: Trade
    level: Level
    knowledge_point: str
    difficulty: Difficulty
    points: Decimal
    content: Content


@transaction.atomic
def make_question(
    *, kind: QuestionKind, actor: User, at: datetime, **facts: Unpack[QuestionFacts]
) -> Question:
    """Store a draft in the bank of the actor's organisation.

    Raises:
        BlockedError: the content is wrong, or trade and level are out of the organisation's scope.
    """
    refuse_if(facts_problems(actor, kind, facts))
    question = Question(owner=actor.organisation, kind=kind, written_by=actor, written_at=at)
    _take(question, facts)
    question.save()
    audit.record(question, action="write", sentence="编写了理论试题", actor=actor, at=at)
    return question


@transaction.atomic
def change_question(
    *, question: Question, actor: User, at: datetime, **facts: Unpack[QuestionFacts]
) -> Question:
    """Change an open question; the audit names the parts that changed, not their words.

    Raises:
        BlockedError: it was handed in or somebody else writes it; or the facts are wrong.
        Http404: it is in no bank that the actor sees.
    """
    row = locked_open(question, actor)
    refuse_if([*facts_problems(actor, QuestionKind(row.kind), facts), *_version_problems(row, facts)])
    before = _told(row)
    changed = _changed_parts(row.content, facts["content"])
    _take(row, facts)
    row.save()
    moved = {name: (old, _told(row)[name]) for name, old in before.items() if old != _told(row)[name]}
    if moved or changed:
        sentence = f"修改了理论试题（{'、'.join(changed)}）" if changed else "修改了理论试题"
        audit.record(row, action="change", sentence=sentence, actor=actor, at=at, changes=moved)
    return row


def locked_open(question: Question, actor: User) -> Question:
    """Return the row under lock, if the actor may change it; it is the actor's from then on.

    Raises:
        BlockedError: it isn't open, or others write it.
        Http404: it isn't in the actor's scope.
    """
    row = locked_question(question, actor)
    refuse_if(change_problems(row, actor))
    if row.written_by_id != actor.pk:
        row.written_by = actor
        row.save()
    return row


def locked_question(question: Question, actor: User) -> Question:
    """Return the row under lock.

    Raises:
        Http404: it is gone, or not in the actor's scope.
    """
    rows = Question.objects.order_by().select_for_update(of=("self",), no_key=True)
    row: Question | None = rows.filter(pk=question.pk).first()
    if row is None or not Question.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Http404
    return row


def change_problems(question: Question, actor: User) -> Iterator[Problem]:
    """Yield why the actor can't change a question.

    Only its writer changes a question, so that whoever checks it has had no hand in it; when the writer's
    login is closed, whoever changes it becomes its writer.
    """
    if question.owner_id != actor.organisation_id:
        yield Problem("这是其他机构的试题，只能查看", remedy="请由所属机构办理")
    elif not question.is_open:
        yield Problem(
            f"试题当前状态为“{question.get_status_display()}”，不能修改",
            remedy="待复核的请复核人退回；已启用的请出新版本",
        )
    elif question.written_by_id != actor.pk and question.written_by.is_active:
        yield Problem(f"这道题由{question.written_by}编写，请由其本人修改", remedy="其他人员可以复核")


def facts_problems(actor: User, kind: QuestionKind, facts: QuestionFacts) -> Iterator[Problem]:
    """Yield everything that is wrong with a question's facts."""
    yield from scope_problems(actor, trade=facts["trade"], level=facts["level"])
    if not facts["knowledge_point"].strip():
        yield Problem("请填写知识点", field="knowledge_point")
    points = facts["points"]
    if not 0 < points <= MOST_POINTS or points % STEP:
        yield Problem(f"分值须在 {STEP}–{MOST_POINTS} 之间，以 {STEP} 为单位", field="points")
    yield from problems_of(kind, facts["content"])


def _version_problems(question: Question, facts: QuestionFacts) -> Iterator[Problem]:
    """A new version stays where the old one is, which it is to replace."""
    if question.supersedes is None:
        return
    told = dict(facts)
    for name, label in FIXED.items():
        if told[name] != getattr(question.supersedes, name):
            yield Problem(f"新版本的{label}须与原题相同", remedy="换题库、工种或等级请另出一题", field=name)


def _take(question: Question, facts: QuestionFacts) -> None:
    for name in FIGURES:
        setattr(question, name, facts[name])  # type: ignore[literal-required]
    question.knowledge_point = facts["knowledge_point"].strip()
    question.content = facts["content"]


def _told(question: Question) -> dict[str, Any]:
    return {name: str(getattr(question, name)) for name in FIGURES}


def _changed_parts(old: Content, new: Content) -> list[str]:
    return [label for name, label in PARTS.items() if getattr(old, name) != getattr(new, name)]
