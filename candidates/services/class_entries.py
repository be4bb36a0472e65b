"""Entries of a class list one by one: taking somebody off it, and a slip for a login that is open already."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from accounts.mail import send_mail_to
from accounts.models import User
from candidates.classes.slip_printing import print_slips
from candidates.models import Activation, Candidate, Enrolment, EnrolmentStatus
from jobs.models import Job
from ostami.problems import Problem, refuse_if
from workflow import audit

SLIP_SUBJECT = "机械工业人才评价管理服务平台：考试站为您打印了激活单"
ELSEWHERE = Problem(
    "该考生的账号在其他考试站使用，没有用本站激活单开通，也没有在本站上传材料或提交报名，本站不能重设密码",
    remedy="请考生本人用“找回账号”找回，或持证件原件到报过名的考试站打印激活单",
)
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
    rows = Activation.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    stored: Activation | None = (
        rows.select_related("batch__station__organisation").filter(pk=entry.pk).first()
    )
    if stored is None:
        raise Http404
    # The enrolment before its person: that is the order in which corrections lock them.
    drafts = Enrolment.objects.order_by().select_for_update(of=("self",), no_key=True)
    draft = drafts.filter(batch=stored.batch_id, candidate=stored.candidate_id).first()
    # With its key, as what may be deleted: another station may be entering the same person.
    person = Candidate.objects.select_for_update().select_related("user").get(pk=stored.candidate_id)
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

    Raises:
        BlockedError: the login is used at other stations alone.
    """
    person = entry.candidate
    refuse_if(reset_problems(entry))
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


def reset_problems(entry: Activation) -> Iterator[Problem]:
    """Yield why a station may not open somebody's login anew: it holds what the person gave other stations.

    Whoever knows number and name can enter anybody in a class list; a key to pictures and forms of another
    station's candidates must not come of it. Where nobody's papers lie anywhere else, nothing is opened.
    """
    person, station = entry.candidate, entry.batch.station_id
    if not person.user.is_active:
        return
    given = person.enrolments.filter(Q(sequence__isnull=False) | Q(uploads__isnull=False))
    opened_here = person.activations.filter(batch__station=station, used_at__isnull=False)
    if given.filter(batch__station=station).exists() or opened_here.exists():
        return
    if given.exclude(batch__station=station).exists():
        yield ELSEWHERE
