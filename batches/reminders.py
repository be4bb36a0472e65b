"""Which reminders of batches are due: each deadline at the nearest stage that it has reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from django.conf import settings

from batches.models import Batch, BatchReminderKind, BatchStatus
from ostami import policy
from stations.licence_days import stage_of

# The deadlines of a batch in each status: the exam's own come once its roster is in.
KINDS = {
    BatchStatus.APPROVED: (BatchReminderKind.ROSTER,),
    BatchStatus.ROSTER_SUBMITTED: (BatchReminderKind.PAPERS, BatchReminderKind.EXAM),
}


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A mail that has still to go.

    Attributes:
        batch: the batch.
        kind: what it reminds of.
        due_on: the day that it reminds of.
        stage: the stage, in days ahead, that the day has reached.
    """

    batch: Batch
    kind: BatchReminderKind
    due_on: date
    stage: int


def day_of(kind: BatchReminderKind, exam_date: date) -> date:
    """Return the day that a reminder of an exam is about (guide 4.5.1-2 and 4.5.1-6)."""
    match kind:
        case BatchReminderKind.ROSTER:
            return policy.last_enrolment_day(exam_date)
        case BatchReminderKind.PAPERS:
            return policy.paper_window(exam_date)[0].date()
        case BatchReminderKind.EXAM:
            return exam_date
        case _:
            assert_never(kind)


def reminders_due(batch: Batch, *, today: date) -> Iterator[DueReminder]:
    """Yield the reminders that a batch is at and that have still to go: neither they nor nearer ones went."""
    sent = list(batch.reminders.all())
    for kind in KINDS.get(BatchStatus(batch.status), ()):
        due_on = day_of(kind, batch.exam_date)
        stage = stage_of((due_on - today).days, stages=settings.BATCH_REMINDER_DAYS)
        told = [one.days_ahead for one in sent if (one.kind, one.due_on) == (kind, due_on)]
        if stage is not None and min(told, default=stage + 1) > stage:
            yield DueReminder(batch, kind, due_on, stage)


def batches_to_remind(today: date) -> Iterator[Batch]:
    """Yield the batches with reminders due, by exam date."""
    farthest = today + timedelta(days=max(settings.BATCH_REMINDER_DAYS)) + policy.ROSTER_LEAD
    # The farthest deadline before an exam, the roster's, lies a day more than the lead ahead of it.
    near = Batch.objects.filter(
        status__in=KINDS, exam_date__gte=today, exam_date__lte=farthest + timedelta(days=1)
    )
    joined = near.order_by("exam_date", "pk").select_related("station__organisation")
    for batch in joined.prefetch_related("reminders"):
        if any(reminders_due(batch, today=today)):
            yield batch
