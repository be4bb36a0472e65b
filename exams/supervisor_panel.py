"""The exams that a supervisor is sent to, for the supervisor's page."""

from typing import Any

from django.db.models import Case, F, Prefetch, When

from accounts.models import User
from batches.models import Batch
from examiners.models import Supervisor
from examiners.supervisor_panels import register_panel
from exams.dispatching import grown_unfit
from exams.models import SupervisionAssignment
from exams.supervised import with_people
from ostami import clock
from stations.models import Position, StaffMember
from workflow.sections import Section

SHOWN = 20


@register_panel
def assignments_panel(supervisor: Supervisor, user: User) -> Section:
    """Return where the supervisor goes, the next exam first, and was, with the station's contact.

    Nothing of the candidates but their number.
    """
    sent = SupervisionAssignment.objects.visible_to(user).filter(supervisor=supervisor)
    rows = [
        {"sent": one, "contacts": one.batch.station.staff.all(), "unfit": _unfit(one)}
        for one in _joined(sent)
    ]
    own = supervisor.user_id == user.pk
    return "exams/supervision/_supervisor.html", {
        "assignments": rows,
        "total": sent.count(),
        "shown": SHOWN,
        "own": own,
    }


def _joined(sent: Any) -> Any:
    """Return the next and the latest of them with all that a row shows."""
    managers = StaffMember.objects.serving().filter(position=Position.MANAGER)
    batches = with_people(Batch.objects.select_related("station__organisation"))
    batches = batches.prefetch_related(
        "items__plan_item__trade__occupation", Prefetch("station__staff", managers)
    )
    rows = sent.select_related("supervisor__organisation", "supervisor__station")
    coming = Case(When(batch__exam_date__gte=clock.today(), then=F("batch__exam_date")), default=None)
    ordered = rows.order_by(coming.asc(nulls_last=True), "-batch__exam_date", "-pk")
    return ordered.prefetch_related(Prefetch("batch", batches))[:SHOWN]


def _unfit(assignment: SupervisionAssignment) -> Any:
    """Return why the supervisor can't go any more, for what lies ahead."""
    ahead = assignment.batch.exam_date >= clock.today() and assignment.is_live
    return grown_unfit(assignment) if ahead else []
