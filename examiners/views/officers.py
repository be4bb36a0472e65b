"""What the lists and acts of managers and of supervisors share."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from accounts.names import clean_person_name, fold
from accounts.views.base import ScopedFormView
from accounts.views.lists import FilteredListView
from examiners.forms.officers import EndTermForm, RenewTermForm
from examiners.services.officers import end_term, renew_term
from examiners.services.terms import renewed_term
from examiners.terms import TermChoice, expiring, term_condition, term_years
from ostami import clock
from stations.licence_days import SOON, VERY_SOON
from stations.models import Station


class TermList(FilteredListView):
    """A list of appointments in scope, with what each is today and how many run out soon."""

    abstract = True

    @cached_property
    def today(self) -> date:
        """The day by which appointments are judged."""
        return clock.today()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the appointments that the valid filters leave."""
        return narrow(super().get_queryset(), self.filter_form.cleaned_data, on=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add today's states, and the numbers of those who need a renewal."""
        context = super().get_context_data(**kwargs)
        context["rows"] = [(one, one.state_on(self.today)) for one in context["object_list"]]
        seen = self.model.objects.visible_to(self.actor)
        days = {TermChoice.VERY_SOON: VERY_SOON, TermChoice.SOON: SOON}
        context["expiring"] = [
            (choice, within, expiring(seen, within=within, on=self.today).count())
            for choice, within in days.items()
        ]
        return context


def narrow(terms: QuerySet[Any], asked: dict[str, Any], *, on: date) -> QuerySet[Any]:
    """Return the appointments that the filters in `asked` leave, a province being the person's own affair."""
    if word := asked.get("q", ""):
        named = Q(person_name__icontains=clean_person_name(word))
        terms = terms.filter(named | Q(certificate_number__icontains=fold(word)))
    if word := asked.get("station", ""):
        terms = terms.filter(station__in=Station.objects.search(word))
    if validity := asked.get("validity", ""):
        terms = terms.filter(term_condition(TermChoice(validity), on=on))
    return terms


class RenewTerm(ScopedFormView):
    """Let an appointment last longer."""

    abstract = True
    form_class = RenewTermForm
    template_name = "examiners/term_act.html"
    submit_label = "确认续期"
    done = "已续期。"

    def get_initial(self) -> dict[str, Any]:
        """Propose the usual years."""
        held, today = self.object, clock.today()
        return {"valid_to": renewed_term(held.valid_from, held.valid_to, on=today, years=term_years(held))[1]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether the appointment begins anew."""
        return super().get_context_data(lapsed=self.object.valid_to < clock.today(), **kwargs)

    def act(self, form: RenewTermForm) -> str:
        """Renew, and go back to the person."""
        told = form.cleaned_data
        renewed = renew_term(term=self.object, actor=self.actor, today=clock.today(), **told)
        return str(renewed.get_absolute_url())


class EndTerm(ScopedFormView):
    """End an appointment before its time."""

    abstract = True
    form_class = EndTermForm
    template_name = "examiners/term_act.html"
    submit_label = "确认终止"
    done = "资格的终止日期已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose today."""
        return {"ended_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Mark the act as one that takes something away."""
        return super().get_context_data(danger=True, **kwargs)

    def act(self, form: EndTermForm) -> str:
        """End, and go back to the person."""
        ended = end_term(term=self.object, actor=self.actor, today=clock.today(), **form.cleaned_data)
        return str(ended.get_absolute_url())
