"""What follows for people when a case was moved; heard after commit."""

from typing import Any

from django.dispatch import receiver

from accounts.mail import mails_are_off
from accounts.models import User
from batches.models import AnnualPlan, Batch, DateChange
from candidates.models import Correction, Enrolment, NoticeKind
from jobs.running import start
from portal.telling.enrolments import CORRECTED, REVIEWED, tell_corrected, tell_reviewed
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


@receiver(transitioned, sender=AnnualPlan, dispatch_uid="portal.telling.plan")
def plan_decided(sender: type[AnnualPlan], step: Step[AnnualPlan], **kwargs: Any) -> None:
    """Tell the station what was decided on its plan."""
    tell_station(step, station=step.case.station)


@receiver(transitioned, sender=Enrolment, dispatch_uid="portal.telling.enrolment")
def enrolment_reviewed(sender: type[Enrolment], step: Step[Enrolment], **kwargs: Any) -> None:
    """Tell the candidate, by the worker: a whole class may be decided in one request."""
    if step.name in REVIEWED and _is_reached(step.case.candidate.user):
        tell_reviewed.enqueue(step.case.pk)


@receiver(transitioned, sender=Correction, dispatch_uid="portal.telling.correction")
def correction_decided(sender: type[Correction], step: Step[Correction], **kwargs: Any) -> None:
    """Tell the candidate what became of the request."""
    if step.name in CORRECTED and _is_reached(step.case.enrolment.candidate.user):
        tell_corrected.enqueue(step.case.pk)


def _is_reached(user: User) -> bool:
    return bool(user.email) and not mails_are_off()


def _tell_candidates(step: Step[Any], kind: NoticeKind, batch: Batch) -> None:
    if not Enrolment.objects.filter(batch=batch).handed_in().exists():
        return
    label = f"通知考生：{kind.label}（{batch}）"
    start(TELL_CANDIDATES, owner=step.actor, label=label, about=kind.value, subject=step.case.pk)
