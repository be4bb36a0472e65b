"""Looks at exam questions and tasks, which are recorded: who saw which, and when."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from ostami import clock
from question_bank.kinds import Pool
from question_bank.listing import Found
from question_bank.models import Paper, PracticalTask, Question
from workflow import audit
from workflow.models import AuditEvent

LOOKED = "查看了试题内容"
LISTED = "查看了考试题库的列表（含题干开头）"
LOOKED_AT_PAPER = "查看了试卷内容"


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


def record_listing(questions: Sequence[Question], *, actor: User) -> None:
    """Record, once a person and day, that somebody saw how exam questions of the own bank begin."""
    if any(one.pool == Pool.EXAM and one.owner_id == actor.organisation_id for one in questions):
        _once_a_day(actor, actor=actor, action="list_questions", sentence=LISTED)


def record_search(found: Found, *, actor: User) -> None:
    """Record each search in the sealed words; neither what was looked for nor what was found is told."""
    sentence = f"搜索了理论试题的文字（{found.searched} 题中列出 {len(found.questions)} 题）"
    audit.record(actor, action="search_questions", sentence=sentence, actor=actor)


def record_task_look(task: PracticalTask, *, actor: User) -> None:
    """Record, once a person and day, that somebody opened a practical task."""
    _once_a_day(task, actor=actor)


def record_paper_look(paper: Paper, *, actor: User) -> None:
    """Record, once a person and day, that somebody of its owner opened a paper, and so all its questions.

    The questions are named too: a paper can be changed or discarded later, and then tells no more of them.
    """
    _once_a_day(paper, actor=actor, sentence=LOOKED_AT_PAPER)
    record_question_looks([row.question for row in paper.questions.select_related("question")], actor=actor)
    if paper.task:
        record_task_look(paper.task, actor=actor)


def _once_a_day(
    item: Question | PracticalTask | Paper | User,
    *,
    actor: User,
    action: str = "look",
    sentence: str = LOOKED,
) -> None:
    seen = audit.history_of(item).filter(action=action, actor=actor, at__gte=_midnight())
    if not seen.exists():
        audit.record(item, action=action, sentence=sentence, actor=actor)


def _midnight() -> datetime:
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
