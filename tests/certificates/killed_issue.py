"""What is killed and must lose and double no number: the certifying of a batch."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from accounts.models import User
from batches.models import Batch
from certificates.models import AssignedNumber, Certificate
from tests.killing import KilledAt
from workflow.lifecycle import perform
from workflow.models import NumberSeries


def state() -> str:
    """Return the certificates' numbers and how far the series have come."""
    issued = list(Certificate.objects.order_by("number").values_list("number", "enrolment_id"))
    series = NumberSeries.objects.filter(key__startswith="certificate:").order_by("key")
    assigned = AssignedNumber.objects.count()
    return repr((issued, list(series.values_list("key", "last")), assigned))


def certify(killed: KilledAt, *, batch: int, actor: int, at: str) -> None:
    """Certify, in a process of its own: it stays with these settings and this commit."""
    settings.CERTIFY_AFTER_SETTLEMENT = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # else letters stand among states
    commit = connection.commit

    def commit_or_die() -> None:
        killed.step()
        commit()
        killed.left = 0  # what people are told after the commit is no part of the issue

    connection.commit = commit_or_die  # type: ignore[method-assign]  # the last point to die at
    case, by = Batch.objects.get(pk=batch), User.objects.get(pk=actor)
    with connection.execute_wrapper(killed):
        perform(case, "certify", actor=by, at=datetime.fromisoformat(at))
