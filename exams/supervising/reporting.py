"""What changes when a supervision report or a rectification is handed in, asked for or sent back."""

from exams.models import Conclusion, SupervisionReport
from exams.supervising.guards import date_lacks
from exams.supervising.mail import tell_rectify
from ostami.problems import refuse_if
from workflow.lifecycle import Step, perform


def hand_in(step: Step[SupervisionReport]) -> None:
    """Note the instant, and complete the assignment; only what is to be put right has a last day."""
    report = step.case
    report.reported_at = step.at
    if report.conclusion != Conclusion.RECTIFY:
        report.rectify_by = None
    perform(report.assignment, "report", actor=step.actor, at=step.at, by_report=True)


def ask(step: Step[SupervisionReport]) -> None:
    """Give the station its last day, the one that management names or else the supervisor's; tell it by mail.

    Raises:
        BlockedError: there is no day, or it is over.
    """
    report = step.case
    report.rectify_by = step.data.get("rectify_by") or report.rectify_by
    refuse_if(date_lacks(report.rectify_by, step.day))
    tell_rectify(step)


def rectified(step: Step[SupervisionReport]) -> None:
    """Note the instant."""
    step.case.rectified_at = step.at
