"""Whose turn it is with a batch that was handed in (guide 4.5.1-9)."""

from collections.abc import Iterator

from accounts.rights import Role
from batches.models import Batch
from ostami.problems import Problem
from stations.guards import branches
from workflow.lifecycle import Step


def deciding_role(batch: Batch) -> Role:
    """Return who acts on a batch that was handed in.

    skill_level goes to the province's branch first; where a province has none, and for ability, management
    decides alone.
    """
    has_branch = batch.goes_by_branch and branches(_province(batch)).exists()
    return Role.BRANCH if has_branch else Role.MANAGEMENT


def endorsed_first(step: Step[Batch]) -> Iterator[Problem]:
    """Management decides on a batch of skill_level after the province's branch (guide 4.5.1-9)."""
    if deciding_role(step.case) == Role.BRANCH:
        branch = branches(_province(step.case)).first()
        yield Problem(f"“{step.case.get_scheme_display()}”的批次先由{branch}审核", "4.5.1-9", "请等待其办理")


def in_turn(step: Step[Batch]) -> Iterator[Problem]:
    """Only whoever has to act on a batch endorses or returns it."""
    turn = deciding_role(step.case)
    if Role(step.actor.role) != turn:
        yield Problem(f"{step.case} 现由{turn.label}办理", "4.5.1-9", "请等待其办理")


def _province(batch: Batch) -> str:
    return batch.station.organisation.province
