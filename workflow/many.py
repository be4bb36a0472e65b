"""Moving many cases of one model at once, with few writes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Role, refusal
from ostami import clock
from ostami.problems import refuse_if
from workflow import audit
from workflow.lifecycle import Case, StaleError, Step, Transition, lifecycle_of, transitioned

if TYPE_CHECKING:
    from accounts.querysets import ScopedQuerySet

C = TypeVar("C", bound=Case)


@transaction.atomic
def perform_all(
    cases: Sequence[C], name: str, *, actor: User, at: datetime | None = None, **data: Any
) -> list[C]:
    """Move cases of one model and one organisation along their life cycle: all, or none.

    Does for each what `workflow.lifecycle.perform` does for one. The rows are locked in the order of their
    keys, so that two people who move some of the same wait for each other and never for good.

    Args:
        cases: the cases as the actor saw them, none twice.
        name: the transition; one that takes no words.
        actor: who does it.
        at: the instant; the clock's where absent.
        data: what the transition's guards and changes are told besides.

    Returns:
        The rows as they now stand, in the order of their keys.

    Raises:
        Http404: a case isn't in the actor's scope.
        PermissionDenied: the actor's role lacks the right.
        StaleError: a case isn't in a status that the transition starts from.
        BlockedError: guards object; all problems of all cases at once.
    """
    if not cases:
        return []
    lifecycle = lifecycle_of(type(cases[0]))
    transition = lifecycle.transitions[name]
    instant = at or clock.now()
    steps = [Step(row, actor, instant, name, "", data) for row in _locked_rows(cases, actor)]
    if not actor.has_right(transition.permission):
        raise PermissionDenied(refusal(transition.permission, role=Role(actor.role)))
    for step in steps:
        if step.case.status not in transition.sources:
            raise StaleError(step.case)
    refuse_if(problem for step in steps for problem in lifecycle.problems(step))
    sources = [step.case.status for step in steps]
    for step in steps:
        lifecycle.change(step)
    _write(steps, transition)
    _record(steps, sources, transition)
    for step in steps:
        for effect in transition.effects:
            transaction.on_commit(partial(effect, step))
        transaction.on_commit(partial(transitioned.send, type(step.case), step=step))
    return [step.case for step in steps]


def _locked_rows(cases: Sequence[C], actor: User) -> list[C]:
    keys = [case.pk for case in cases]
    manager = cast("ScopedQuerySet[C]", type(cases[0])._default_manager)  # noqa: SLF001  every case has a scope
    locked = manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True)
    rows = list(locked)
    if len(rows) != len(keys) or manager.visible_to(actor).filter(pk__in=keys).count() != len(keys):
        raise Http404
    return rows


def _write(steps: Sequence[Step[C]], transition: Transition) -> None:
    """Store the status of all; what else a change wrote on a case, it stored itself."""
    keys = [step.case.pk for step in steps]
    # A plain queryset: that of cases lets nobody write a status.
    models.QuerySet(type(steps[0].case)).filter(pk__in=keys).update(status=transition.target)
    for step in steps:
        step.case.status = step.case._stored_status = transition.target  # noqa: SLF001  as `perform` does


def _record(steps: Sequence[Step[C]], sources: Sequence[str], transition: Transition) -> None:
    """Write the acts into the chain; one source at a time, so that each line names its own."""
    for source in dict.fromkeys(sources):
        moved = [step.case for step, before in zip(steps, sources, strict=True) if before == source]
        audit.record_all(
            cast("list[audit.Audited]", moved),
            action=transition.name,
            sentence=transition.sentence,
            actor=steps[0].actor,
            at=steps[0].at,
            states=(source, transition.target),
        )
