"""Sending a supervisor to a batch (guide 4.5.1-11)."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from examiners.models import Supervisor
from exams.dispatching import CLAUSE, not_dispatchable, not_sendable
from exams.models import SupervisionAssignment, SupervisionDraw
from exams.services.drawing import dispatching
from exams.supervision_mail import tell_assigned
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def assign_supervisor(
    *, batch: Batch, supervisor: Supervisor, actor: User, at: datetime, reason: str = ""
) -> SupervisionAssignment:
    """Send a supervisor to a batch, drawn or by hand with a reason; audited, and told by mail.

    Args:
        batch: where to; several supervisors may go to one batch.
        supervisor: whom, of the actor's management station.
        actor: who sends.
        at: the instant of the act.
        reason: why by hand; needed for a batch that was not drawn.

    Raises:
        Http404: the batch or the supervisor isn't in the actor's scope.
        PermissionDenied: the actor's role dispatches nobody.
        BlockedError: the batch takes nobody, the supervisor may not go there, or the reason is missing.
    """
    dispatching(actor)
    held, person = _locked(batch, supervisor, actor)
    draw = SupervisionDraw.objects.filter(drawn_batches__batch=held).first()
    refuse_if([*not_dispatchable(held, at=at), *not_sendable(person, held), *_unexplained(draw, reason)])
    by_hand = "" if draw else reason.strip()
    assignment = SupervisionAssignment.objects.create(
        batch=held, supervisor=person, draw=draw, by_hand_reason=by_hand, assigned_at=at
    )
    audit.record(
        assignment,
        action="assign",
        sentence=f"选派{person}督考{held}"[:200],
        actor=actor,
        at=at,
        reason=by_hand,
    )
    tell_assigned(assignment)
    return assignment


def _locked(batch: Batch, supervisor: Supervisor, actor: User) -> tuple[Batch, Supervisor]:
    """Return both rows, held: the batch may not be cancelled in between, the appointment not be ended."""
    batches = (
        Batch.objects.order_by()
        .select_for_update(of=("self",), no_key=True)
        .select_related("station__organisation")
    )
    people = (
        Supervisor.objects.order_by()
        .select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
    )
    held, person = batches.filter(pk=batch.pk).first(), people.filter(pk=supervisor.pk).first()
    if held is None or not Batch.objects.visible_to(actor).filter(pk=held.pk).exists():
        raise Http404
    if person is None or not Supervisor.objects.visible_to(actor).filter(pk=person.pk).exists():
        raise Http404
    return held, person


def _unexplained(draw: SupervisionDraw | None, reason: str) -> list[Problem]:
    if draw or reason.strip():
        return []
    return [Problem("该批次没有抽中，请填写直接选派的理由", CLAUSE, "如群众反映、首次开考等", "reason")]
