"""What the centre's approval of an application changes."""

from collections.abc import Callable

from stations.models import ApplicationKind, StationApplication
from stations.services.changing import add_scope, give_up_scope, register_change, renew
from stations.services.opening import open_station
from workflow.lifecycle import Step

EFFECTS: dict[ApplicationKind, Callable[[Step[StationApplication]], None]] = {
    ApplicationKind.ESTABLISHMENT: open_station,
    ApplicationKind.SCOPE_ADDITION: add_scope,
    ApplicationKind.SCOPE_REDUCTION: give_up_scope,
    ApplicationKind.RENEWAL: renew,
    ApplicationKind.CHANGE: register_change,
}


def put_into_effect(step: Step[StationApplication]) -> None:
    """Open the station, or change it as applied for; in the approval's transaction, before its status.

    Raises:
        BlockedError: what was applied for can't be had any more; nothing is written then.
    """
    EFFECTS[ApplicationKind(step.case.kind)](step)
