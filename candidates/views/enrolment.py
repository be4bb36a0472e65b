"""An enrolment's own page: the candidate's steps, or the reviewer's page; and its transitions."""

from typing import Any

from django.db.models import QuerySet

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import ScopedDetailView
from candidates.deadlines import enrolment_deadline
from candidates.forms.reviewing import EnrolmentReturnForm, RejectForm
from candidates.models import Enrolment, EnrolmentStatus
from candidates.notices import notices_of
from candidates.personal_form.tasks import tasks_of
from candidates.returning import standing_return
from candidates.review.page import review_context
from candidates.scores import scores_of
from candidates.selectors import ENROLMENT_FACTS
from candidates.sheets import history_lines
from candidates.views.after_review import address_after_review, tell_reviewed
from workflow.forms import TransitionForm
from workflow.returning import last_move
from workflow.views import TransitionView

FORMS: dict[str, type[TransitionForm]] = {"return": EnrolmentReturnForm, "reject": RejectForm}
TEMPLATES = {"return": "candidates/review/return.html", "reject": "candidates/review/reject.html"}
REVIEWS = frozenset({"accept", "return", "reject"})


class EnrolmentPage(ScopedDetailView):
    """An enrolment as its candidate or its reviewers see it."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW
    context_object_name = "enrolment"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments in scope with all that the page shows."""
        rows = super().get_queryset().select_related(*ENROLMENT_FACTS)
        return rows.prefetch_related("history", "uploads", "judgements__judged_by")

    @property
    def is_own(self) -> bool:
        """Tell whether the candidate looks."""
        return self.actor.role == Role.CANDIDATE

    def get_template_names(self) -> list[str]:
        """Return the candidate's page or the reviewers'."""
        return ["candidates/steps.html" if self.is_own else "candidates/review.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add deadline, what became of the batch, why it went back, and what either side works with."""
        enrolment: Enrolment = self.object
        at = arrived_at(self.request)
        either = self.steps() if self.is_own else self.review()
        return super().get_context_data(
            deadline=enrolment_deadline(enrolment.batch, at=at),
            notices=notices_of(enrolment.batch, at=at),
            standing=standing_return(enrolment),
            returned=_last_words(enrolment),
            **either,
            **kwargs,
        )

    def steps(self) -> dict[str, Any]:
        """Return what the candidate's page shows: steps, history and published scores."""
        enrolment: Enrolment = self.object
        return {
            "tasks": tasks_of(enrolment, at=arrived_at(self.request)),
            "history": history_lines(list(enrolment.history.all())),
            "scores": scores_of(enrolment),
        }

    def review(self) -> dict[str, Any]:
        """Return what the reviewers' page shows."""
        at, shown = arrived_at(self.request), self.request.GET.get("show", "")
        return review_context(self.object, actor=self.actor, at=at, shown=shown)


def _last_words(enrolment: Enrolment) -> str:
    """Return the reason of the return or rejection that stands."""
    if enrolment.status not in {EnrolmentStatus.RETURNED, EnrolmentStatus.REJECTED}:
        return ""
    moved = last_move(enrolment)
    return moved.reason if moved else ""


class EnrolmentTransition(TransitionView):
    """Move an enrolment along its life cycle; a reviewer goes on to the next one that waits."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW

    def get_form_class(self) -> type[TransitionForm]:
        """Return the form of the transition."""
        return FORMS.get(self.transition.name, TransitionForm)

    def get_template_names(self) -> list[str]:
        """Return the page of the transition."""
        return [TEMPLATES.get(self.transition.name, self.template_name)]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment to the form that names its parts."""
        facts = super().get_form_kwargs()
        return {**facts, "enrolment": self.object} if self.transition.name == "return" else facts

    def tell(self, moved: Enrolment) -> None:
        """Say what was done; a reviewer, whom the next page shows somebody else, finds the way back there."""
        if self.transition.name in REVIEWS:
            tell_reviewed(self.request, moved, done=self.transition.label)
        else:
            super().tell(moved)

    def address_after(self, moved: Enrolment) -> str:
        """Return the address to go to: after a review the next one that waits, else the own page."""
        if self.transition.name in REVIEWS:
            return address_after_review(moved, before=self.object.status)
        return super().address_after(moved)
