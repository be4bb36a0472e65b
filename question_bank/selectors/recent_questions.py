"""Which questions the last papers of a bank asked (setting ``PAPER_LOOKBACK``)."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from question_bank.models import Paper, Question
from question_bank.paper_kinds import OF_QUESTIONS


def recently_asked(*, owner_id: int, trade_id: int, level: int, beside: Paper | None = None) -> set[int]:
    """Return keys of a bank's questions that its last papers asked, or that say or replace what they asked.

    Args:
        owner_id: whose bank.
        trade_id: of which trade.
        level: of which level.
        beside: a paper that exists already; it may have nothing in common with as many papers before it, and
            as many after it. None for a paper to be made.
    """
    papers = Paper.objects.live().filter(owner=owner_id, trade=trade_id, level=level, source__in=OF_QUESTIONS)
    last = _nearest(papers.filter(pk__lt=beside.pk) if beside else papers, "-pk")
    if beside:
        last += _nearest(papers.filter(pk__gt=beside.pk), "pk")
    asked = Question.objects.filter(papers__paper__in=last).order_by().values_list("likeness", flat=True)
    same = Question.objects.filter(owner=owner_id, likeness__in=set(asked))
    return with_successors(same.order_by().values_list("pk", flat=True))


def with_successors(keys: Iterable[int]) -> set[int]:
    """Return questions with all their newer versions."""
    found, newest = set[int](), set(keys)
    while newest:
        found |= newest
        newer = Question.objects.filter(supersedes__in=newest).order_by().values_list("pk", flat=True)
        newest = set(newer) - found
    return found


def _nearest(papers: QuerySet[Paper], order: str) -> list[int]:
    return list(papers.order_by(order).values_list("pk", flat=True)[: settings.PAPER_LOOKBACK])
