"""Destroying spoiled blanks by two people: one asks, the other witnesses and confirms."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Role
from certificates.blanks.writing import Move, own_office, problems_of, write_line
from certificates.models import BlankDestruction, BlankMove
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step


@transaction.atomic
def ask_to_destroy(*, move: Move, witness: User, actor: User, at: datetime) -> BlankDestruction:
    """Ask that spoiled blanks be destroyed; nothing counts until the witness confirms.

    Raises:
        PermissionDenied: the actor keeps no ledger.
        BlockedError: there aren't so many spoiled ones, or the witness is no second person of the office.
    """
    holder = own_office(actor)
    refuse_if(_witness_problems(witness, actor))
    refuse_if(problems_of(holder, move))
    made = BlankDestruction.objects.create(
        holder=holder,
        scheme=move.scheme,
        count=move.count,
        first_serial=move.first_serial,
        last_serial=move.last_serial,
        note=move.note,
        requested_by=actor,
        witness=witness,
        requested_at=at,
    )
    audit.record(made, action="ask", sentence="申请销毁空白证书", actor=actor, at=at, reason=move.note)
    return made


def _witness_problems(witness: User, actor: User) -> Iterator[Problem]:
    colleague = witness.organisation_id == actor.organisation_id and witness.role == Role.MANAGEMENT
    if witness.pk == actor.pk or not colleague or not witness.is_active:
        yield Problem("销毁须由两人办理", remedy="请选择本单位的另一人监销", field="witness")


def by_the_witness(step: Step[BlankDestruction]) -> Iterator[Problem]:
    """Only the witness who was named says so, under the own login."""
    if step.actor.pk != step.case.witness_id:
        yield Problem(f"须由监销人{step.case.witness}本人登录办理", remedy="请通知监销人")


def by_the_asker(step: Step[BlankDestruction]) -> Iterator[Problem]:
    """Who asked takes it back."""
    if step.actor.pk != step.case.requested_by_id:
        yield Problem(f"须由经办人{step.case.requested_by}本人撤回", remedy="请通知经办人")


def enough_spoiled(step: Step[BlankDestruction]) -> Iterator[Problem]:
    """What held when it was asked holds still."""
    yield from problems_of(step.case.holder, as_move(step.case))


def write_destroyed(step: Step[BlankDestruction]) -> None:
    """Write the line into the holder's ledger, in the name of who asked, with the witness."""
    case = step.case
    case.entry = write_line(
        case.holder, as_move(case), done_by=case.requested_by, at=step.at, witness=case.witness
    )


def as_move(case: BlankDestruction) -> Move:
    """Return what a destruction does to the ledger."""
    return Move(
        case.scheme, BlankMove.DESTROYED, case.count, case.first_serial, case.last_serial, note=case.note
    )
