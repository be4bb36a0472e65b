"""Until when results stand in public notice, and until when a score may be questioned."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from batches.models import Batch
from ostami import clock
from workflow.models import AuditEvent
from workflow.working_days import Special, add_working_days


def notice_closes_on(opens_on: date, special: Special) -> date:
    """Return the last day of a public notice: the fifth working day after the one on which it opens."""
    return add_working_days(opens_on, settings.RESULT_NOTICE_WORKING_DAYS, special)


def reviews_close_on(published_on: date, special: Special) -> date:
    """Return the last day on which a candidate may ask for a score to be read again."""
    return add_working_days(published_on, settings.SCORE_REVIEW_WORKING_DAYS, special)


def published_on(batch: Batch) -> date | None:
    """Return the day on which the results were approved last; None before."""
    kind = ContentType.objects.get_for_model(Batch)
    moves = AuditEvent.objects.filter(object_type=kind, object_id=batch.pk, action="approve_results")
    last = moves.order_by("-pk").values_list("at", flat=True).first()
    return clock.day_of(last) if last else None
