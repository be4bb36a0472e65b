"""What moving a paper does besides: to its author, to the questions that came with it, to its drafts."""

from django.db.models import Q

from ostami.problems import Problem, refuse_if
from question_bank.models import ItemStatus, Paper, Question
from workflow.lifecycle import Step, perform

PASSABLE = (ItemStatus.ACTIVE, ItemStatus.SUBMITTED)


def take_over(step: Step[Paper]) -> None:
    """Make whoever hands a paper in its author, whose own login may be closed: nobody checks their own."""
    step.case.written_by = step.actor


def approve_questions(step: Step[Paper]) -> None:
    """Pass the questions that were handed in with the paper: whoever checks it has read them in it.

    All of them are locked before the first is passed, in the order of their keys: a pass takes the chain of
    the audit, for which whoever moves one of the others would wait.
    """
    asked = step.case.questions.order_by().values("question")
    rows = Question.objects.filter(Q(pk__in=asked) | Q(superseded_by__in=asked)).order_by("pk")
    locked = list(rows.select_for_update(of=("self",), no_key=True))
    mine = set(asked.values_list("question", flat=True))
    questions = [row for row in locked if row.pk in mine]
    if any(row.status not in PASSABLE for row in questions):
        refuse_if([Problem("有试题刚被退回或停用", "4.5.1-10", "请退回试卷，另换试题")])
    for question in questions:
        if question.status == ItemStatus.SUBMITTED:
            perform(question, "approve", actor=step.actor, at=step.at)


def delete_drafts(step: Step[Paper]) -> None:
    """Delete the uploaded files of a paper that nobody will use."""
    for file in step.case.files.all():
        file.delete_with_file()
