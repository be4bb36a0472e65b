"""What management changes on the roster of supervisors; each act leaves a line with what changed."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from accounts.first_access import lock_user
from accounts.models import Organisation, User
from examiners.models import Supervisor
from examiners.services.changes import assign
from examiners.services.terms import supervisor_number
from examiners.supervisor_facts import (
    SAME_PERSON,
    SupervisorFacts,
    disordered,
    number_taken,
    registered_already,
    serving_supervisors,
)
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.numbering import locked_series

SERIES = "supervisor"


@transaction.atomic
def register_supervisor(
    *,
    organisation: Organisation,
    facts: SupervisorFacts,
    actor: User,
    today: date,
    sentence: str = "登记督导员",
) -> Supervisor:
    """Enter a supervisor of a management station; audited.

    Raises:
        BlockedError: the number is taken, the dates are out of order, or the person is registered.
    """
    # Whoever clicks twice waits here, and then reads that the person is registered.
    locked_series(SERIES)
    supervisor = Supervisor(organisation=organisation)
    refuse_if([*_obstacles(supervisor, facts), *_registered(organisation, facts, today)])
    columns = facts.columns()
    if "certificate_number" not in columns:
        columns["certificate_number"] = supervisor_number(on=today)
    changes = assign(supervisor, columns)
    supervisor.save()
    audit.record(supervisor, action="register", sentence=sentence, actor=actor, changes=changes)
    return supervisor


@transaction.atomic
def import_supervisors(
    *, organisation: Organisation, people: Sequence[SupervisorFacts], actor: User, today: date
) -> list[Supervisor]:
    """Enter the rows of a table, all or none; audited one by one.

    Raises:
        BlockedError: as `register_supervisor`, for the first row that can't be entered.
    """
    made = "从表格导入登记督导员"
    return [
        register_supervisor(organisation=organisation, facts=facts, actor=actor, today=today, sentence=made)
        for facts in people
    ]


@transaction.atomic
def change_supervisor(*, supervisor: Supervisor, facts: SupervisorFacts, actor: User) -> Supervisor:
    """Change what the roster says, and how the person's login is called and reached.

    Raises:
        BlockedError: the certificate number is taken, the dates are out of order, or nothing would change.
    """
    locked_series(SERIES)
    rows = Supervisor.objects.select_for_update(of=("self",)).select_related("organisation")
    held = rows.get(pk=supervisor.pk)
    refuse_if(_obstacles(held, facts))
    changes = assign(held, facts.columns())
    if not changes:
        refuse_if([Problem("没有任何改动", remedy="请修改后再保存，或返回")])
    held.save()
    if held.user is not None:
        _reach(held.user, held)
    audit.record(held, action="change", sentence="修改督导员资料", actor=actor, changes=changes)
    return held


def _obstacles(supervisor: Supervisor, facts: SupervisorFacts) -> Iterator[Problem]:
    number = facts.columns().get("certificate_number", "")
    taken = Supervisor.objects.filter(certificate_number=number).exclude(pk=supervisor.pk)
    if number and taken.exists():
        yield number_taken(number)
    yield from disordered(facts)


def _registered(organisation: Organisation, facts: SupervisorFacts, today: date) -> Iterator[Problem]:
    columns = facts.columns()
    same = {name: columns[name] for name in SAME_PERSON}
    held = serving_supervisors(organisation, on=today).filter(**same).first()
    if held is not None:
        yield registered_already(held)


def _reach(login: User, supervisor: Supervisor) -> None:
    stored = lock_user(login)
    stored.person_name, stored.phone = supervisor.person_name, supervisor.phone
    stored.email = supervisor.email
    stored.save(update_fields=["person_name", "phone", "email"])
