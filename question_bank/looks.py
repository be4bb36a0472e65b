"""Looks at exam questions and tasks, which are recorded: who saw which, and when."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from ostami import clock
from question_bank.kinds import Pool
from question_bank.models import PracticalTask, Question
from workflow import audit
from workflow.models import AuditEvent

LOOKED = "查看了试题内容"


def record_question_look(question: Question, *, actor: User) -> None:
    """Record, once a person and day, that somebody opened an exam question; practice questions are public."""
    if question.pool == Pool.EXAM:
        _once_a_day(question, actor=actor)


def record_question_looks(questions: Sequence[Question], *, actor: User) -> None:
    """Record the look at many questions of the actor's own bank, each once a person and day."""
    exam = [question for question in questions if question.pool == Pool.EXAM]
    if not exam:
        return
    kind = ContentType.objects.get_for_model(Question)
    looks = AuditEvent.objects.filter(
        object_type=kind, object_id__in=[question.pk for question in exam], action="look", actor=actor
    )
    seen = set(looks.filter(at__gte=_midnight()).values_list("object_id", flat=True))
    new = [question for question in exam if question.pk not in seen]
    audit.record_all(new, action="look", sentence=LOOKED, actor=actor)


def record_task_look(task: PracticalTask, *, actor: User) -> None:
    """Record, once a person and day, that somebody opened a practical task."""
    _once_a_day(task, actor=actor)


def _once_a_day(item: Question | PracticalTask, *, actor: User) -> None:
    seen = audit.history_of(item).filter(action="look", actor=actor, at__gte=_midnight())
    if not seen.exists():
        audit.record(item, action="look", sentence=LOOKED, actor=actor)


def _midnight() -> datetime:
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
