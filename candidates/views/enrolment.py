"""An enrolment's own page: the candidate's steps, or the reviewer's page; and its transitions."""

from typing import Any

from django.db.models import QuerySet

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import ScopedDetailView
from candidates.deadlines import enrolment_deadline
from candidates.models import Enrolment
from candidates.notices import notices_of
from candidates.scores import scores_of
from candidates.selectors import ENROLMENT_FACTS
from candidates.sheets import history_lines
from candidates.tasks import tasks_of
from workflow.audit import history_of
from workflow.views import TransitionView


class EnrolmentPage(ScopedDetailView):
    """An enrolment as its candidate or its reviewers see it."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW
    context_object_name = "enrolment"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments in scope with all that the page shows."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS).prefetch_related("history", "uploads")

    def get_template_names(self) -> list[str]:
        """Return the candidate's page or the reviewers'."""
        return ["candidates/steps.html" if self.actor.role == Role.CANDIDATE else "candidates/review.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add steps, deadline, what became of the batch, history and published scores."""
        enrolment: Enrolment = self.object
        at = arrived_at(self.request)
        return super().get_context_data(
            tasks=tasks_of(enrolment, at=at),
            deadline=enrolment_deadline(enrolment.batch, at=at),
            history=history_lines(list(enrolment.history.all())),
            scores=scores_of(enrolment),
            notices=notices_of(enrolment.batch, at=at),
            returned=_last_words(enrolment) if enrolment.status in {"returned", "rejected"} else "",
            **kwargs,
        )


def _last_words(enrolment: Enrolment) -> str:
    """Return the reason of the last return or rejection."""
    event = history_of(enrolment).filter(action__in=("return", "reject")).order_by("-pk").first()
    return event.reason if event else ""


class EnrolmentTransition(TransitionView):
    """Move an enrolment along its life cycle."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW
