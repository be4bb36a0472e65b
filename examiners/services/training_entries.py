"""Entering people for a training, and withdrawing them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from examiners.models import ExaminerApplication, Training, TrainingEntry, TrainingResult
from examiners.rules.training import entering_is_over, no_place, unfit
from examiners.services.trainings import locked_training
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def enter_people(
    *, training: Training, applications: Iterable[ExaminerApplication], actor: User, at: datetime
) -> list[TrainingEntry]:
    """Enter people of the actor's organisation: all of them or none.

    The training is locked, so that no place is given twice. Each entry is recorded with the person's
    application, whose history only the own station and its superiors read.

    Args:
        training: one in the actor's scope.
        applications: whose people attend; each of the actor's organisation.
        actor: who enters them.
        at: when the request arrived, by which the last day is judged.

    Raises:
        Http404: the training or an application isn't in the actor's scope.
        PermissionDenied: the actor enters nobody.
        BlockedError: entries are over, too few places are left, or people don't fit; every reason at once.
    """
    _require_right(actor)
    row = locked_training(training, actor)
    refuse_if(entering_is_over(row, at=at))
    people = _locked_people(applications, actor)
    refuse_if(_obstacles(row, people))
    entries = [TrainingEntry(training=row, application=person, entered_at=at) for person in people]
    for entry in entries:
        entry.save()
        audit.record(entry.application, action="enter_training", sentence=f"报名了 {row}", actor=actor, at=at)
    return entries


@transaction.atomic
def withdraw_entry(*, entry: TrainingEntry, actor: User, at: datetime) -> None:
    """Withdraw one of the own people while entries can be made; recorded with the application.

    Raises:
        Http404: the entry isn't the actor's organisation's, or is gone.
        PermissionDenied: the actor enters nobody.
        BlockedError: entries are over, or a result was entered.
    """
    _require_right(actor)
    training = locked_training(entry.training, actor)
    own = TrainingEntry.objects.filter(application__organisation=actor.organisation_id)
    row = own.select_for_update(of=("self",)).select_related("application").filter(pk=entry.pk).first()
    if row is None:
        raise Http404
    refuse_if((*entering_is_over(training, at=at), *_decided(row)))
    audit.record(
        row.application, action="leave_training", sentence=f"撤销了{training}的报名", actor=actor, at=at
    )
    row.delete()


def _require_right(actor: User) -> None:
    need(actor, Perm.TRAINING_ENTER)


def _locked_people(applications: Iterable[ExaminerApplication], actor: User) -> Sequence[ExaminerApplication]:
    asked = {application.pk for application in applications}
    own = ExaminerApplication.objects.filter(organisation=actor.organisation_id, pk__in=asked)
    rows = list(own.select_for_update(of=("self",)).select_related("organisation").order_by("pk"))
    if len(rows) < len(asked):
        raise Http404
    return rows


def _obstacles(training: Training, people: Sequence[ExaminerApplication]) -> Iterator[Problem]:
    if not people:
        yield Problem("还没有选择人员", remedy="请勾选要报名的人员", field="applications")
    entered = set(training.entries.values_list("application_id", flat=True))
    for person in people:
        yield from unfit(person, training, entered=entered)
    more = sum(person.pk not in entered for person in people)
    yield from no_place(training, taken=len(entered), more=more)


def _decided(entry: TrainingEntry) -> Iterator[Problem]:
    if entry.result != TrainingResult.PENDING:
        yield Problem(
            f"{entry.application.person_name}的结果已登记为{entry.get_result_display()}，不能撤销报名",
            remedy="请联系管理站核对",
        )
