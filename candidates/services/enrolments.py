"""Starting an enrolment, throwing a draft away, and the lock under which its candidate changes it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from batches.models import BatchItem
from candidates import guards
from candidates.models import Enrolment, EnrolmentStatus
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step


@transaction.atomic
def start_enrolment(*, item: BatchItem, actor: User, at: datetime) -> Enrolment:
    """Make the candidate's draft for one trade and level of a batch.

    Raises:
        BlockedError: enrolment is shut or full, the candidate is in this batch already (guide 4.3-3), or
            hasn't agreed to the privacy text.
    """
    enrolment = Enrolment(batch_item=item, batch=item.batch, candidate=actor.candidate)
    step = Step(enrolment, actor, at, "start")
    checks = (guards.consent_given, guards.enrolled_once, guards.window_open, guards.place_left)
    refuse_if(problem for check in checks for problem in check(step))
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError:
        refuse_if(guards.enrolled_once(step))
        raise
    audit.record(enrolment, action="start", sentence=f"开始填写报名：{item}", actor=actor, at=at)
    return enrolment


def locked_for_candidate(enrolment: Enrolment, actor: User) -> Enrolment:
    """Return the actor's own enrolment under lock.

    Raises:
        Http404: it isn't the actor's own.
    """
    own = Enrolment.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=enrolment.pk, candidate__user=actor
    )
    found: Enrolment | None = own.select_related("batch_item__batch", "candidate").first()
    if found is None:
        raise Http404
    return found


def locked_open(enrolment: Enrolment, actor: User) -> Enrolment:
    """Return the actor's own enrolment under lock, while it can be filled in.

    Raises:
        BlockedError: it was handed in.
        Http404: it isn't the actor's own.
    """
    found = locked_for_candidate(enrolment, actor)
    refuse_if(guards.still_open(found))
    return found


@transaction.atomic
def discard_enrolment(*, enrolment: Enrolment, actor: User) -> None:
    """Throw a draft away that was never handed in, so that another trade of the batch can be chosen.

    Raises:
        BlockedError: it was handed in: then nothing can be deleted (guide 4.3-3).
    """
    row = locked_for_candidate(enrolment, actor)
    if row.status != EnrolmentStatus.DRAFT:
        raise BlockedError([Problem("报名已经提交，不能删除", "4.3-3", "如需更正，请联系考试站退回修改")])
    audit.record(row, action="discard", sentence=f"放弃了未提交的报名：{row.batch_item}", actor=actor)
    for upload in row.uploads.all():
        upload.delete_with_file()
    row.delete()
