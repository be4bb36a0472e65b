"""Handing an application in."""

from stations.models import StationApplication
from stations.versions import keep_version
from workflow.lifecycle import Step


def hand_in(step: Step[StationApplication]) -> None:
    """Note the instant, and keep what was handed in."""
    step.case.submitted_at = step.at
    keep_version(step.case, at=step.at)
