"""Mail to a station about what others decided on its plans, batches and payments."""

from typing import Any

from accounts.rights import Role
from portal.telling.offices import Deed, tell_office
from stations.models import Station
from workflow.lifecycle import Step

TOLD = frozenset({"endorse", "approve", "return", "refuse", "cancel", "certify"})


def tell_station(step: Step[Any], *, station: Station) -> None:
    """Send a decision to the station's mailbox; one without a mailbox reads it in the portal."""
    if step.name in TOLD and step.actor.role != Role.STATION:
        tell_office(station.organisation, Deed.of(step))
