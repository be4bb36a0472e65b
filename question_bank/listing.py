"""The list of questions: what is asked for, the rows that it leaves, and the search in their sealed words."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from documents.list_columns import ordering
from question_bank.columns import COLUMNS, FIRST_SORT
from question_bank.content import Content
from question_bank.models import ItemStatus, Question
from question_bank.narrowing import narrowed, to_check

MOST_SEARCHED, MOST_FOUND = 5000, 100
EXACT = ("pool", "level", "kind", "difficulty", "owner")


def listed_questions(*, actor: User, asked: Mapping[str, Any], sort: str = "") -> QuerySet[Question]:
    """Return the questions in the actor's scope that the filters leave, with all that a row shows.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `pool`, `trade`, `level`, `kind`, `difficulty`,
            `point`, `status`, `by`, `owner`.
        sort: a column's key, downwards with ``-`` before it; the newest first where it is unknown.
    """
    kept = narrowed(Question.objects.visible_to(actor), asked, exact=EXACT, actor=actor)
    if word := asked.get("point"):
        kept = kept.filter(knowledge_point__icontains=word.strip())
    ordered = kept.order_by(*ordering(COLUMNS, sort or FIRST_SORT, first="name"), "-pk")
    return ordered.select_related("trade__occupation", "owner", "written_by__staff_member")


def waiting_for(actor: User) -> QuerySet[Question]:
    """Return what the actor may check: handed in by others of the same organisation."""
    return to_check(Question.objects.visible_to(actor), actor)


def twins_of(question: Question) -> QuerySet[Question]:
    """Return the same question as it stands elsewhere in its bank, other versions of it left out."""
    return (
        twins(question.owner_id, question.likeness)
        .exclude(pk__in=[pk for pk in (question.pk, question.supersedes_id) if pk])
        .exclude(supersedes=question.pk or 0)
    )


def twins(owner_id: int | None, likeness: str) -> QuerySet[Question]:
    """Return the questions of a bank that are in use or on the way, and alike."""
    return Question.objects.filter(owner=owner_id, likeness=likeness).exclude(status=ItemStatus.RETIRED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search in the words found.

    Attributes:
        questions: the first of them.
        searched: how many were looked through.
        partly: whether there were more to look through, or to show.
    """

    questions: list[Question]
    searched: int
    partly: bool


def search_words(questions: QuerySet[Question], text: str) -> Found:
    """Look for every word of `text` in stems and options, in the first 5 000 of `questions`."""
    words = _plain(text).split()
    rows = list(questions[: MOST_SEARCHED + 1])
    found = [row for row in rows[:MOST_SEARCHED] if _has(row.content, words)]
    partly = len(rows) > MOST_SEARCHED or len(found) > MOST_FOUND
    return Found(found[:MOST_FOUND], min(len(rows), MOST_SEARCHED), partly)


def _has(content: Content, words: list[str]) -> bool:
    told = _plain("\n".join((content.stem, *content.options)))
    return all(word in told for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
