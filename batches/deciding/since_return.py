"""What a station changed in an application between its return and its next submission."""

from batches.models import Batch
from batches.models.batches import WAITING
from workflow import since_return
from workflow.models import AuditEvent
from workflow.since_return import Changed, SinceReturn

__all__ = ["Changed", "SinceReturn", "changes_since_return"]

AS_A_WHOLE = "change"


def changes_since_return(batch: Batch) -> SinceReturn | None:
    """Return what changed since the last return of an application that waits again; else None."""
    return since_return.changes_since_return(batch, naming=_what) if batch.status in WAITING else None


def _what(event: AuditEvent) -> str:
    """A change of the whole is told by its labels alone; one of a trade names the trade."""
    return "" if event.action == AS_A_WHOLE else event.sentence
