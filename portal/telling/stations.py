"""Mail to a station about what others decided on its plans and batches."""

from typing import Any

from accounts.mail import send_mail_to
from accounts.rights import Role
from stations.models import Station
from workflow.lifecycle import Step, lifecycle_of

TOLD = frozenset({"endorse", "approve", "return", "refuse", "cancel"})


def tell_station(step: Step[Any], *, station: Station) -> None:
    """Send a decision to the station's mailbox; one without a mailbox reads it in the portal."""
    address = station.organisation.email
    if step.name not in TOLD or step.actor.role == Role.STATION or not address:
        return
    context = {
        "station": station,
        "case": step.case,
        "sentence": lifecycle_of(type(step.case)).transitions[step.name].sentence,
        "actor": step.actor.organisation or step.actor,
        "day": step.day,
        "reason": step.reason,
    }
    subject = f"{step.case._meta.verbose_name}办理通知"  # noqa: SLF001  Django's own
    send_mail_to(address=address, subject=subject, template="portal/telling/station.txt", context=context)
