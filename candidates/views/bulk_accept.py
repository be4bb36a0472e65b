"""Accepting all of a batch that wait, with a result a person."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import Batch
from candidates.deadlines import enrolment_deadline
from candidates.forms.reviewing import BulkAcceptForm
from candidates.review.bulk import MOST, Outcome, accept_many, waiting_in, weigh


class BulkAccept(ScopedFormView):
    """Show what stands in the way of each that waits, and accept those that are ticked."""

    model = Batch
    object: Batch
    permission = Perm.ENROLMENT_REVIEW
    form_class = BulkAcceptForm
    template_name = "candidates/review/bulk.html"
    heading = "批量审核"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope with their station."""
        return super().get_queryset().select_related("station__organisation")

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The verdict on each that waits, at most as many as go in one go."""
        waiting = waiting_in(self.object, actor=self.actor)[:MOST]
        return weigh(waiting, self.object, actor=self.actor, at=arrived_at(self.request))

    def get_initial(self) -> dict[str, Any]:
        """Say when they are shown."""
        return {"seen_at": arrived_at(self.request).isoformat()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over who can be chosen, and who has something to be judged."""
        offered = [outcome for outcome in self.outcomes if outcome.may_be_chosen]
        doubtful = [outcome.enrolment.pk for outcome in offered if outcome.open_points]
        keys = [outcome.enrolment.pk for outcome in offered]
        return {**super().get_form_kwargs(), "offered": keys, "doubtful": doubtful}

    def chosen(self, form: BulkAcceptForm) -> set[int]:
        """Return the keys that stand ticked: as sent, else those against whom nothing speaks."""
        if form.is_bound:
            sent = set(form.data.getlist("people"))  # type: ignore[attr-defined]  # a QueryDict
            return {one.enrolment.pk for one in self.outcomes if str(one.enrolment.pk) in sent}
        return {outcome.enrolment.pk for outcome in self.outcomes if outcome.is_unobjectionable}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the verdicts, or what became of each."""
        results: list[Outcome] | None = kwargs.pop("results", None)
        context = super().get_context_data(**kwargs)
        outcomes = self.outcomes if results is None else results
        return {
            **context,
            "batch": self.object,
            "deadline": enrolment_deadline(self.object, at=arrived_at(self.request)),
            "outcomes": outcomes,
            "chosen": self.chosen(context["form"]),
            "ready": sum(outcome.is_ready for outcome in outcomes),
            "doubtful": sum(bool(outcome.open_points) for outcome in outcomes),
            "hindered": sum(not outcome.may_be_chosen for outcome in outcomes),
            "accepted": sum(outcome.is_accepted for outcome in outcomes),
            "finished": results is not None,
            "left_out": max(0, waiting_in(self.object, actor=self.actor).count() - len(outcomes))
            if results is None
            else waiting_in(self.object, actor=self.actor).count(),
            "most": MOST,
        }

    def form_valid(self, form: BulkAcceptForm) -> HttpResponse:
        """Accept those that were ticked, and show what became of each."""
        ticked = set(form.cleaned_data["people"])
        results = accept_many(
            [outcome for outcome in self.outcomes if outcome.enrolment.pk in ticked],
            actor=self.actor,
            at=arrived_at(self.request),
            seen_at=form.cleaned_data["seen_at"],
        )
        return self.render_to_response(self.get_context_data(form=form, results=results))
