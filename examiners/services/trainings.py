"""Opening and changing trainings."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts.models import Organisation, User
from accounts.rights import Perm, Role, refusal
from examiners.models import SoughtGrade, Training
from examiners.rules.training import over
from examiners.services.training_facts import (
    TrainingFacts,
    date_problems,
    fixed_problems,
    place_problems,
)
from ostami import clock
from ostami.problems import refuse_if
from workflow import audit
from workflow.numbering import next_number


@transaction.atomic
def open_training(*, facts: TrainingFacts, actor: User, at: datetime) -> Training:
    """Open a training of the actor's management station under the next number of the year; audited.

    Raises:
        PermissionDenied: the actor holds no trainings.
        BlockedError: the dates are out of order or entries would be over, or there is no place.
    """
    organisation = require_manager(actor)
    refuse_if(
        (*date_problems(facts, today=clock.day_of(at), until_is_new=True), *place_problems(facts, taken=0))
    )
    year = facts.starts_on.year
    training = Training(organisation=organisation, **asdict(facts))
    training.number = f"PX{year}{next_number(f'training:{year}'):03d}"
    training.save()
    audit.record(training, action="open", sentence="开设了培训认证班", actor=actor, at=at)
    return training


@transaction.atomic
def change_training(*, training: Training, facts: TrainingFacts, actor: User, at: datetime) -> Training:
    """Change what is said of a training that isn't over; audited with old and new.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor holds no trainings.
        BlockedError: as `open_training`; or it is over, people were entered for what it was, nothing changed.
    """
    require_manager(actor)
    row = locked_training(training, actor)
    refuse_if(over(row))
    taken = row.entries.count()
    changes = {name: value for name, value in asdict(facts).items() if getattr(row, name) != value}
    new_until = "enrol_until" in changes
    refuse_if(
        (
            *date_problems(facts, today=clock.day_of(at), until_is_new=new_until),
            *place_problems(facts, taken=taken),
            *fixed_problems(row, changes, taken=taken),
        )
    )
    told = {_label(name): (_shown(name, getattr(row, name)), _shown(name, changes[name])) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    audit.record(row, action="change", sentence="修改了培训认证班", actor=actor, at=at, changes=told)
    return row


def require_manager(actor: User) -> Organisation:
    """Return the management station for which `actor` holds trainings.

    Raises:
        PermissionDenied: with the reason, to whoever holds none.
    """
    if actor.organisation is None or not actor.has_right(Perm.TRAINING_MANAGE):
        raise PermissionDenied(refusal(Perm.TRAINING_MANAGE, role=Role(actor.role)))
    return actor.organisation


def locked_training(training: Training, actor: User) -> Training:
    """Return a fresh row of a training in the actor's scope, locked until the transaction ends.

    Whoever enters people or results holds it: places are counted and results weighed by one at a time.

    Raises:
        Http404: it isn't in the actor's scope.
    """
    rows = Training.objects.order_by().select_for_update(of=("self",))
    row: Training | None = rows.filter(pk=training.pk).first()
    if row is None or not Training.objects.visible_to(actor).filter(pk=training.pk).exists():
        raise Http404
    return row


def _label(name: str) -> str:
    return str(Training._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  Django's name


def _shown(name: str, value: Any) -> Any:
    if name == "sought":
        return SoughtGrade(value).label
    return ("是" if value else "否") if name == "is_online" else value
