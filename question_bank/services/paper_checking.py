"""What checking a paper does to the questions that came with it."""

from question_bank.models import ItemStatus, Paper
from workflow.lifecycle import Step, perform


def approve_questions(step: Step[Paper]) -> None:
    """Pass the questions that were handed in with the paper: whoever checks it has read them in it."""
    waiting = step.case.questions.filter(question__status=ItemStatus.SUBMITTED).select_related("question")
    for row in waiting:
        perform(row.question, "approve", actor=step.actor, at=step.at)
