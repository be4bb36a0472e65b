"""New versions of a question: the old one stands until the new one is checked."""

from question_bank.models import Question
from workflow.lifecycle import Step


def retire_superseded(step: Step[Question]) -> None:
    """Retire the version before, once its successor is checked."""
