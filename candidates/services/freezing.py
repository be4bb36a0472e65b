"""Freezing a roster as it is handed in."""

from batches.models import Batch
from candidates.models import FrozenRoster
from candidates.rosters.frozen import as_bytes, digest_of
from candidates.selectors import roster_of
from candidates.sheets.roster import live_roster
from workflow.lifecycle import Step


def freeze_roster(step: Step[Batch]) -> None:
    """Keep the roster's rows, numbers in full, and the digest of exactly these bytes (guide 4.5.1-2).

    It runs inside the transaction that hands the roster in: should that fail, nothing is kept.
    """
    people = list(roster_of(step.case))
    content = as_bytes(live_roster(step.case, people), enrolments=(person.pk for person in people))
    frozen = FrozenRoster(batch=step.case, digest=digest_of(content), people=len(people), frozen_at=step.at)
    frozen.content = content
    frozen.save()
