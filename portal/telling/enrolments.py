"""Mail to a candidate about what was decided on the own enrolment or on a correction of it."""

from typing import Any

from django.db import IntegrityError, transaction
from django_tasks import task

from accounts.mail import send_mail_to
from candidates.models import CandidateNotice, Correction, Enrolment, NoticeKind
from candidates.selectors import ENROLMENT_FACTS
from ostami import clock
from workflow.audit import history_of
from workflow.lifecycle import lifecycle_of
from workflow.models import AuditEvent

REVIEWED = ("accept", "return", "reject")
CORRECTED = ("approve", "confirm", "refuse", "decline")


@task()
def tell_reviewed(enrolment_id: int) -> None:
    """Tell a candidate the station's last word on an enrolment; once, however often it runs."""
    enrolment = Enrolment.objects.select_related(*ENROLMENT_FACTS).get(pk=enrolment_id)
    _tell(enrolment, enrolment, NoticeKind.REVIEWED, REVIEWED)


@task()
def tell_corrected(correction_id: int) -> None:
    """Tell a candidate what became of a request for correction; once, however often it runs."""
    joined = [f"enrolment__{fact}" for fact in ENROLMENT_FACTS]
    correction = Correction.objects.select_related("enrolment", *joined).get(pk=correction_id)
    _tell(correction.enrolment, correction, NoticeKind.CORRECTED, CORRECTED)


def _tell(enrolment: Enrolment, case: Any, kind: NoticeKind, actions: tuple[str, ...]) -> None:
    event = history_of(case).filter(action__in=actions).order_by("-pk").first()
    address = enrolment.candidate.user.email
    if event is None or not address:
        return
    try:
        with transaction.atomic():
            CandidateNotice.objects.create(
                enrolment=enrolment, kind=kind, subject_key=event.pk, sent_at=clock.now()
            )
            send_mail_to(
                address=address,
                subject=f"{kind.label}通知",
                template=f"portal/telling/{kind.value}.txt",
                context=_context(enrolment, case, event),
            )
    except IntegrityError:
        return


def _context(enrolment: Enrolment, case: Any, event: AuditEvent) -> dict[str, Any]:
    sentence = lifecycle_of(type(case)).transitions[event.action].sentence
    return {"enrolment": enrolment, "case": case, "event": event, "sentence": sentence}
