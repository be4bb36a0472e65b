"""What stands in the way of a question or a practical task."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ostami.problems import Problem
from question_bank.content_rules import problems_of
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, PaperQuestion, PracticalTask, Question
from question_bank.task_content import task_problems
from workflow.lifecycle import Step
from workflow.numbering import locked_series

Item = Question | PracticalTask
POOLS = "question_pools"
# What is in its pool, or on the way there.
POOLED = (ItemStatus.SUBMITTED, ItemStatus.ACTIVE)


def taken_from(pool: str) -> Q:
    """Return the filter for questions that none in a pool may be alike to."""
    if pool == Pool.PRACTICE:
        return held_for_exams()
    return Q(pool=Pool.PRACTICE, status__in=POOLED)


def held_for_exams() -> Q:
    """Return the filter for exam questions that nobody may practise: in the pool, or ever put on a paper."""
    on_paper = Exists(PaperQuestion.objects.filter(question=OuterRef("pk")))
    return Q(pool=Pool.EXAM) & (Q(status__in=POOLED) | Q(used_at__isnull=False) | Q(on_paper))


def complete(step: Step[Item]) -> Iterator[Problem]:
    """Nothing half-written is handed to a checker."""
    if isinstance(step.case, Question):
        yield from problems_of(QuestionKind(step.case.kind), step.case.content)
    else:
        yield from task_problems(step.case.content)


def own(step: Step[Item]) -> Iterator[Problem]:
    """A bank is kept by whoever owns it."""
    if step.case.owner_id != step.actor.organisation_id:
        yield Problem("这是其他机构的试题，只能查看", remedy="请由所属机构办理")


def writer(step: Step[Item]) -> Iterator[Problem]:
    """Whoever writes it hands it in; once the writer's login is closed, others do."""
    item = step.case
    if item.written_by_id != step.actor.pk and item.written_by.is_active:
        yield Problem(f"这道题由{item.written_by}编写，请由其本人提交", remedy="其他人员可以复核")


def second_person(step: Step[Item]) -> Iterator[Problem]:
    """What one person wrote is checked by another."""
    if step.case.written_by_id == step.actor.pk:
        yield Problem("试题须由出题人以外的人复核", remedy="请用本机构另一名人员的账号复核")


def pools_apart(step: Step[Question]) -> Iterator[Problem]:
    """No question is in the exam pool and in the practice pool, whoever owns it.

    Whoever performs the step looks under a lock, so that of two equal questions that are handed in or
    checked at one instant the later finds the earlier. Drafts aren't in a pool yet: they stop nobody. What
    stood on a paper stays out of the practice pool for good, retired or not.
    """
    if transaction.get_connection().in_atomic_block:
        locked_series(POOLS)
    if Question.objects.filter(taken_from(step.case.pool), likeness=step.case.likeness).exists():
        yield Problem(
            "另一题库中有相同的试题", remedy="考试题库与自测题库不能有相同的题，请改写或停用其中之一"
        )
