"""Looks at the full document number that a correction brings, which are recorded."""

from accounts.models import User
from accounts.rights import Perm
from certificates.models import CertificateChange
from ostami import clock
from workflow import audit

LOOK = "look_number"


def sees_number(change: CertificateChange, actor: User) -> bool:
    """Tell whether this person compares the full numbers: who decides, while the request waits."""
    asked = change.is_open and "document_number" in change.facts
    return asked and actor.has_right(Perm.CERTIFICATE_CHANGE_DECIDE)


def record_number_look(change: CertificateChange, *, actor: User) -> None:
    """Record, once a person and day, that somebody compared the full document numbers."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if not audit.history_of(change).filter(action=LOOK, actor=actor, at__gte=today).exists():
        audit.record(change, action=LOOK, sentence="查看了更正前后的完整证件号码", actor=actor)
