"""Pages of requests for correction: choosing what is wrong, the request, its decision, the queue."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView
from accounts.views.lists import FilteredListView
from candidates.correcting.deciding import not_correctable
from candidates.correcting.facts import FIELDS, Fact
from candidates.correcting.queue import JOINED, answer_after, evidence_of, offers_of, own_turn_first
from candidates.forms.corrections import CorrectionFilter, CorrectionForm
from candidates.models import Correction, Enrolment
from candidates.selectors import ENROLMENT_FACTS
from candidates.services.corrections import fact_problems, request_correction
from ostami.problems import Problem
from workflow.views import TransitionView


class CorrectionList(FilteredListView):
    """Requests in scope, those that wait for the person first."""

    model = Correction
    permission = Perm.CORRECTION_VIEW
    template_name = "candidates/corrections/list.html"

    @cached_property
    def filter_form(self) -> CorrectionFilter:
        """The filter as it stands in the address."""
        asked = CorrectionFilter(self.request.GET)
        asked.is_valid()
        return asked

    def get_queryset(self) -> QuerySet[Any]:
        """Return the requests that the filter leaves."""
        found = super().get_queryset().select_related(*JOINED)
        if status := self.filter_form.cleaned_data.get("status"):
            found = found.filter(status=status)
        return own_turn_first(found, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person is the one who asks."""
        asks = self.actor.has_right(Perm.CORRECTION_REQUEST)
        return super().get_context_data(asks=asks, **kwargs)


def _back(request: HttpRequest, enrolment: Enrolment, problems: list[Problem]) -> HttpResponse:
    """Lead back to the enrolment with the reasons, before anything is typed in vain."""
    for problem in problems:
        messages.warning(request, str(problem))
    return redirect(enrolment)


class CorrectionChoice(ScopedDetailView):
    """The form as it was handed in: a candidate chooses what is wrong."""

    model = Enrolment
    permission = Perm.CORRECTION_REQUEST
    template_name = "candidates/corrections/choice.html"
    context_object_name = "enrolment"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what can be corrected."""
        self.object = self.get_object()
        if problems := list(not_correctable(self.object)):
            return _back(request, self.object, problems)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be asked for."""
        return super().get_context_data(offers=offers_of(self.object), **kwargs)


class CorrectionNew(ScopedFormView):
    """Ask for one fact to be corrected."""

    model = Enrolment
    permission = Perm.CORRECTION_REQUEST
    form_class = CorrectionForm
    template_name = "candidates/corrections/new.html"
    submit_label = "提交更正申请"

    @property
    def fact(self) -> Fact:
        """The fact that the address names."""
        found = FIELDS.get(self.kwargs["fact"])
        if found is None:
            raise Http404
        return found

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.object = self.get_object()
        problems = [*not_correctable(self.object), *fact_problems(self.object, self.fact)]
        return _back(request, self.object, problems) if problems else super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment and the fact to the form."""
        return {**super().get_form_kwargs(), "enrolment": self.object, "fact": self.fact}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the fact as it stands, and who decides."""
        fact, enrolment = self.fact, self.object
        label = fact.label(enrolment)
        return super().get_context_data(
            enrolment=enrolment,
            heading=f"申请更正{label}",
            label=label,
            present=fact.words(fact.value(enrolment)),
            fact=fact,
            **kwargs,
        )

    def act(self, form: CorrectionForm) -> str:
        """Ask, and go to the request."""
        made = request_correction(
            enrolment=self.object,
            fact=self.fact,
            actor=self.actor,
            at=arrived_at(self.request),
            **form.cleaned_data,
        )
        messages.success(self.request, "更正申请已提交，等待考试站审核。批准前仍按原内容办理。")
        return made.get_absolute_url()


class CorrectionPage(ScopedDetailView):
    """One request: both values, what shows which is right, and what was done."""

    model = Correction
    permission = Perm.CORRECTION_VIEW
    template_name = "candidates/corrections/correction.html"
    context_object_name = "correction"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add pictures and what it means for the conditions."""
        return super().get_context_data(
            uploads=evidence_of(self.object), after=answer_after(self.object), **kwargs
        )


class CorrectionTransition(TransitionView):
    """Decide on a request, with both values and the pictures before one's eyes."""

    model = Correction
    permission = Perm.CORRECTION_VIEW
    template_name = "candidates/corrections/move.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both values and the pictures."""
        correction = cast("Correction", self.object)
        return super().get_context_data(
            correction=correction, uploads=evidence_of(correction), after=answer_after(correction), **kwargs
        )
