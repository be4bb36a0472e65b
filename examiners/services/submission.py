"""Handing an examiner application in."""

from examiners.models import ExaminerApplication
from workflow.lifecycle import Step


def hand_in(step: Step[ExaminerApplication]) -> None:
    """Note the instant: it places the application in the queue, and the age on F2 is that of its day."""
    step.case.submitted_at = step.at
