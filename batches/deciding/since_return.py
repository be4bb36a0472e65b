"""What a station changed in an application between its return and its next submission."""

from collections.abc import Iterable
from dataclasses import dataclass

from batches.models import Batch
from batches.models.batches import WAITING
from workflow.audit import history_of
from workflow.models import AuditEvent

AS_A_WHOLE = "change"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: of what, its name, and what stood there before and after; both empty for an act alone."""

    what: str
    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class SinceReturn:
    """What an application was returned for, and what was changed since."""

    returned: AuditEvent
    changes: list[Changed]


def changes_since_return(batch: Batch) -> SinceReturn | None:
    """Return what changed between the last return and the last submission of an application that waits again.

    None unless it waits and was returned before. Of what changed several times the first and the last state
    count; what came back to where it was is left out.
    """
    if batch.status not in WAITING:
        return None
    history = list(history_of(batch).order_by("pk"))
    returned = next((event for event in reversed(history) if event.action == "return"), None)
    if returned is None:
        return None
    submitted = max(event.pk for event in history if event.action == "submit")
    return SinceReturn(returned, _net(event for event in history if returned.pk < event.pk < submitted))


def _net(events: Iterable[AuditEvent]) -> list[Changed]:
    found: dict[tuple[str, str], Changed] = {}
    for event in events:
        # A change of the whole is told by its labels alone; one of a trade names the trade.
        what = "" if event.action == AS_A_WHOLE else event.sentence
        for label, (old, new) in (event.changes or {"": ("", "")}).items():
            first = found.get((what, label))
            found[what, label] = Changed(what, label, first.old if first else old, new)
    return [change for change in found.values() if not change.label or change.old != change.new]
