"""What was changed in a case between its return and its next submission."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflow.audit import history_of
from workflow.lifecycle import Case
from workflow.models import AuditEvent

# What an event changed: empty where its labels say it, None where it changed nothing of the content.
Naming = Callable[[AuditEvent], str | None]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: of what, its name, and what stood there before and after; both empty for an act alone."""

    what: str
    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class SinceReturn:
    """What a case was returned for, and what was changed since."""

    returned: AuditEvent
    changes: list[Changed]


def changes_since_return(case: Case, *, naming: Naming) -> SinceReturn | None:
    """Return what changed between the last return and the last submission of a case that waits again.

    None if it was never returned. Of what changed several times the first and the last state count; what
    came back to where it was is left out.

    Args:
        case: handed in at least once.
        naming: what an event changed.
    """
    history = list(history_of(case).order_by("pk"))
    returned = next((event for event in reversed(history) if event.action == "return"), None)
    if returned is None:
        return None
    submitted = max(event.pk for event in history if event.action == "submit")
    return SinceReturn(returned, _net((e for e in history if returned.pk < e.pk < submitted), naming))


def _net(events: Iterable[AuditEvent], naming: Naming) -> list[Changed]:
    found: dict[tuple[str, str], Changed] = {}
    for event in events:
        what = naming(event)
        if what is None:
            continue
        for label, (old, new) in (event.changes or {"": ("", "")}).items():
            first = found.get((what, label))
            found[what, label] = Changed(what, label, first.old if first else old, new)
    return [change for change in found.values() if not change.label or change.old != change.new]
