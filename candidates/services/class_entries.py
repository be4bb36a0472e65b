"""Entries of a class list one by one: taking somebody off it, and a slip for a login that is open already."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.mail import send_mail_to
from accounts.models import User
from candidates.classes.slip_printing import print_slips
from candidates.models import Activation, Candidate, Enrolment, EnrolmentStatus
from jobs.models import Job
from ostami.problems import Problem, refuse_if
from workflow import audit

SLIP_SUBJECT = "机械工业人才评价管理服务平台：考试站为您打印了激活单"
NOT_OWN = Problem(
    "该考生的报名由本人填写过或已提交，不能移出名单", "4.3-3", "不参加的，请本人放弃草稿，或在审核时退回"
)


@transaction.atomic
def remove_entry(*, entry: Activation, actor: User, at: datetime) -> None:
    """Take somebody off a class list whose draft nobody has touched since the station made it.

    The draft goes with the entry, and the person too if nothing but this import ever made use of them.

    Raises:
        BlockedError: the person has opened the login and filled the form in, or handed it in.
        Http404: it isn't in the actor's scope, or was removed already.
    """
    rows = Activation.objects.visible_to(actor).select_for_update(of=("self",))
    stored: Activation | None = (
        rows.select_related("batch__station__organisation").filter(pk=entry.pk).first()
    )
    if stored is None:
        raise Http404
    person = Candidate.objects.select_for_update().select_related("user").get(pk=stored.candidate_id)
    draft = (
        Enrolment.objects.select_for_update(of=("self",)).filter(batch=stored.batch, candidate=person).first()
    )
    refuse_if(removal_problems(draft))
    sentence = f"从班级名单移出：{person.name}（{person.masked_number}）"
    stored.delete()
    if draft:
        draft.delete()
    _forget_unused(person)
    audit.record(stored.batch, action="remove_entry", sentence=sentence, actor=actor, at=at)


def removal_problems(draft: Enrolment | None) -> list[Problem]:
    """Return why an entry stays: its draft is the candidate's own by now."""
    if draft is None:
        return []
    touched = audit.history_of(draft).exclude(action="start").exists()
    own = audit.history_of(draft).filter(action="start", actor=draft.candidate.user_id).exists()
    return [NOT_OWN] if touched or own or draft.status != EnrolmentStatus.DRAFT else []


def _forget_unused(person: Candidate) -> None:
    """Delete a person whom nobody but an import has made, with the closed login."""
    user = person.user
    if user.is_active or person.activations.exists() or person.enrolments.exists():
        return
    person.delete()
    user.delete()


@transaction.atomic
def entry_for(*, enrolment: Enrolment, actor: User, at: datetime) -> Activation:
    """Return the class list entry of an enrolment, made where its candidate came without the list."""
    entry, _ = Activation.objects.get_or_create(
        batch=enrolment.batch,
        candidate=enrolment.candidate,
        defaults={"class_name": enrolment.class_name, "entered_by": actor, "entered_at": at},
    )
    return entry


@transaction.atomic
def print_reset_slip(*, entry: Activation, actor: User, address: str, at: datetime) -> Job:
    """Start the printing of one slip whose code also sets a new password, for a person whom staff have seen.

    The look at the person is recorded in the candidate's own history, and the stored mailbox is told.
    """
    person = entry.candidate
    sentence = f"{entry.batch.station}当面核对证件后，打印了激活单"
    audit.record(person, action="reset_slip", sentence=sentence, actor=actor, at=at)
    if person.user.is_active and person.user.email:
        send_mail_to(
            address=person.user.email,
            subject=SLIP_SUBJECT,
            template="candidates/activate/slip_mail.txt",
            context={"entry": entry, "at": at},
        )
    return print_slips(batch=entry.batch, entries=[entry.pk], actor=actor, address=address, reset=True)
