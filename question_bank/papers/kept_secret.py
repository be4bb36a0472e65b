"""What of the bank is kept back while a sealed paper asks it: until its last exam is over."""

from datetime import datetime

from django.db.models import QuerySet

from question_bank.models import Paper, PaperStatus, PracticalTask, Question
from question_bank.models.papers import OVER


def task_is_secret(task: PracticalTask, at: datetime) -> bool:
    """Tell whether a task is a sealed paper whose exam isn't over: one task is the whole paper."""
    return _any_ahead(Paper.objects.filter(task=task), at)


def question_is_secret(question: Question, at: datetime) -> bool:
    """Tell whether a sealed paper asks a question at an exam that isn't over."""
    return _any_ahead(Paper.objects.filter(questions__question=question), at)


def _any_ahead(papers: QuerySet[Paper], at: datetime) -> bool:
    sealed = papers.filter(status=PaperStatus.SEALED).prefetch_related("uses__item__batch")
    return any(paper.state_at(at) is not OVER for paper in sealed)
