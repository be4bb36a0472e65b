"""What follows for people when a case was moved; heard after commit."""

from typing import Any

from django.dispatch import receiver

from batches.models import Batch, DateChange
from candidates.models import Enrolment, NoticeKind
from jobs.running import start
from portal.telling.jobs import TELL_CANDIDATES
from portal.telling.stations import tell_station
from workflow.lifecycle import Step, transitioned


@receiver(transitioned, sender=DateChange, dispatch_uid="portal.telling.date_change")
def date_change_decided(sender: type[DateChange], step: Step[DateChange], **kwargs: Any) -> None:
    """Tell the station; tell the candidates of a date that was moved."""
    tell_station(step, station=step.case.batch.station)
    if step.name == "approve":
        _tell_candidates(step, NoticeKind.DATE_CHANGED, step.case.batch)


@receiver(transitioned, sender=Batch, dispatch_uid="portal.telling.batch")
def batch_moved(sender: type[Batch], step: Step[Batch], **kwargs: Any) -> None:
    """Tell the station what was decided on its batch; tell the candidates of one that was cancelled."""
    tell_station(step, station=step.case.station)
    if step.name == "cancel":
        _tell_candidates(step, NoticeKind.BATCH_CANCELLED, step.case)


def _tell_candidates(step: Step[Any], kind: NoticeKind, batch: Batch) -> None:
    if not Enrolment.objects.filter(batch=batch).handed_in().exists():
        return
    label = f"通知考生：{kind.label}（{batch}）"
    start(TELL_CANDIDATES, owner=step.actor, label=label, about=kind.value, subject=step.case.pk)
