"""What stands in the way of a question or a practical task."""

from collections.abc import Iterator

from django.db import transaction

from ostami.problems import Problem
from question_bank.content_rules import problems_of
from question_bank.kinds import QuestionKind
from question_bank.models import ItemStatus, PracticalTask, Question
from question_bank.task_content import task_problems
from workflow.lifecycle import Step
from workflow.numbering import locked_series

Item = Question | PracticalTask
POOLS = "question_pools"
# What is in its pool, or on the way there.
POOLED = (ItemStatus.SUBMITTED, ItemStatus.ACTIVE)


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


def second_person(step: Step[Item]) -> Iterator[Problem]:
    """What one person wrote is checked by another."""
    if step.case.written_by_id == step.actor.pk:
        yield Problem("试题须由出题人以外的人复核", remedy="请用本机构另一名人员的账号复核")


def pools_apart(step: Step[Question]) -> Iterator[Problem]:
    """No question is in the exam pool and in the practice pool, whoever owns it.

    Whoever performs the step looks under a lock, so that of two equal questions that are handed in or
    checked at one instant the later finds the earlier. Drafts aren't in a pool yet: they stop nobody.
    """
    if transaction.get_connection().in_atomic_block:
        locked_series(POOLS)
    other = Question.objects.filter(likeness=step.case.likeness, status__in=POOLED)
    if other.exclude(pool=step.case.pool).exists():
        yield Problem(
            "另一题库中有相同的试题", remedy="考试题库与自测题库不能有相同的题，请改写或停用其中之一"
        )
