"""Hearing every line of the histories, and telling whom the table names; in the transaction of the act."""

from typing import Any

from django.dispatch import receiver

from portal.telling.acts import Act
from portal.telling.table import TABLE
from workflow.audit import recorded
from workflow.models import AuditEvent


@receiver(recorded, dispatch_uid="portal.telling")
def tell(sender: type[Any], *, target: Any, event: AuditEvent, **kwargs: Any) -> None:
    """Apply the table's rules to an act."""
    for rule in TABLE.get(sender, {}).get(event.action, ()):
        rule(Act(target, event))
