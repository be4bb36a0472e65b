"""Pages on which people see whether they meet the conditions, and by which facts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedDetailView
from candidates.eligibility_data.rules import FETCHED_AHEAD, eligibility_for, eligibility_of
from candidates.forms.eligibility_try import TryForm
from candidates.models import Enrolment
from candidates.personal_form.facts_shown import fact_groups
from candidates.selectors import ENROLMENT_FACTS


class EligibilityAnswer(ScopedDetailView):
    """Whether the own enrolment meets the conditions, clause by clause (guide 4.3)."""

    model = Enrolment
    permission = Perm.ENROL
    template_name = "candidates/eligibility_answer.html"
    context_object_name = "enrolment"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the own enrolments with all that is judged."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS).prefetch_related(*FETCHED_AHEAD)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the answer and the facts that it rests on."""
        return super().get_context_data(
            answer=eligibility_for(self.object), groups=fact_groups(self.object), **kwargs
        )


@method_decorator(never_cache, name="dispatch")
class EligibilityTry(PublicMixin, FormView[TryForm]):
    """Whether somebody with the facts typed could enrol for a level; no address holds them, none is kept."""

    form_class = TryForm
    template_name = "candidates/eligibility_try.html"
    extra_context = {"heading": "我能报考吗", "submit_label": "查看是否符合"}

    def form_valid(self, form: TryForm) -> HttpResponse:
        """Show the answer above the form."""
        answer = eligibility_of(form.facts, level=int(form.cleaned_data["level"]))
        return self.render_to_response(self.get_context_data(form=form, answer=answer))

    def form_invalid(self, form: TryForm) -> HttpResponse:
        """Say what is missing."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
