"""Questions of the bank that a paper could ask, the most fitting first."""

import secrets
from dataclasses import dataclass

from django.db.models import QuerySet

from question_bank.kinds import Pool
from question_bank.models import Paper, Question
from question_bank.selectors.recent_questions import recently_asked


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that isn't on the paper.

    Attributes:
        distance: how far it is from the question that it would replace: another knowledge point, another
            difficulty; all 0 where none is to be replaced.
        recent: whether a neighbouring paper asked it, so that this one may not.
    """

    key: int
    distance: tuple[bool, int]
    recent: bool


def bank_of(paper: Paper) -> QuerySet[Question]:
    """Return the active exam questions of the paper's owner, trade and level."""
    rows: QuerySet[Question] = Question.objects.active().filter(
        owner=paper.owner_id, trade=paper.trade_id, level=paper.level, pool=Pool.EXAM
    )
    return rows


def candidates_for(
    paper: Paper, rows: QuerySet[Question], *, like: Question | None = None
) -> list[Candidate]:
    """Return what a paper could ask out of some rows of its bank.

    Of questions that say the same only the oldest is told, and none that says what the paper asks already.

    Args:
        paper: the paper.
        rows: questions of its bank.
        like: the question to be replaced; its knowledge point and difficulty come first.
    """
    recent = recently_asked(owner_id=paper.owner_id, trade_id=paper.trade_id, level=paper.level, beside=paper)
    known = set(paper.questions.values_list("question__likeness", flat=True))
    facts = rows.order_by("-pk").values_list("likeness", "pk", "knowledge_point", "difficulty")
    oldest = {
        likeness: Candidate(pk, _distance(point, hard, like), pk in recent)
        for likeness, pk, point, hard in facts
        if likeness not in known
    }
    return sorted(oldest.values(), key=lambda one: (one.recent, one.distance, one.key))


def any_of(candidates: list[Candidate]) -> int | None:
    """Return the key of one by chance among the most fitting; None if there is none."""
    free = [one for one in candidates if not one.recent]
    nearest = min((one.distance for one in free), default=None)
    keys = [one.key for one in free if one.distance == nearest]
    return secrets.choice(keys) if keys else None


def _distance(point: str, hard: int, like: Question | None) -> tuple[bool, int]:
    if like is None:
        return (False, 0)
    return (point != like.knowledge_point, abs(hard - like.difficulty))
