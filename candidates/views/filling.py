"""The pages of an enrolment that its candidate fills in: what they share, and those of the personal form."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from candidates.eligibility_data.rules import eligibility_for
from candidates.forms import CertificatesForm, PersonalForm
from candidates.guards import empty_certificate_fields, empty_school_fields, still_open
from candidates.models import Enrolment
from candidates.personal_form.materials import materials_for
from candidates.personal_form.steps import FormStep, place_of
from candidates.selectors import ENROLMENT_FACTS
from candidates.services import discard_enrolment, save_form
from candidates.views.choosing import StartForm
from candidates.views.consent import ConsentFirst


class FillingView(ConsentFirst, ScopedFormView):
    """A page on the candidate's own enrolment; once that is handed in, the page leads back to it."""

    abstract = True
    permission = Perm.ENROL
    model = Enrolment
    object: Enrolment
    step: ClassVar[str] = ""
    submit_label = "保存并继续"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the own enrolments with all that a step shows."""
        rows = super().get_queryset().select_related(*ENROLMENT_FACTS)
        return rows.prefetch_related("history", "uploads")

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Enrolment:
        """Return the enrolment, if it has this page."""
        found: Enrolment = super().get_object(queryset)
        if self.step and place_of(found, self.step) is None:
            raise Http404
        return found

    def is_shut(self, enrolment: Enrolment) -> bool:
        """Tell whether the step can't be done any more."""
        return not enrolment.is_open

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step, or say why it is over."""
        enrolment: Enrolment = self.get_object()
        if self.is_shut(enrolment):
            for problem in still_open(enrolment):
                messages.warning(request, str(problem))
            return redirect(enrolment)
        return super().get(request, *args, **kwargs)

    @property
    def from_check(self) -> bool:
        """Tell whether the check page sent the person."""
        return self.request.GET.get("from") == "check"

    def onwards(self) -> str:
        """Return where to go: back to the check page if that sent the person, else to the next page."""
        if self.from_check:
            return reverse("candidates:check", kwargs={"pk": self.object.pk})
        place = place_of(self.object, self.step)
        after: FormStep | None = place.after if place else None
        return after.address(self.object) if after else self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the enrolment, how its conditions stand, where the page stands, and what is around it."""
        place = place_of(self.object, self.step)
        context = super().get_context_data(
            **{"enrolment": self.object, "place": place, "from_check": self.from_check, **kwargs}
        )
        if place:
            context["answer"] = eligibility_for(self.object)
            context["unfilled"] = bool(
                empty_school_fields(self.object) or empty_certificate_fields(self.object)
            )
            context["heading"] = place.step.topic
            context["pages"] = list(self._pages(place.steps))
            context["onwards"] = self.onwards()
            context["back"] = place.before.address(self.object) if place.before else ""
        return context

    def _pages(self, steps: tuple[FormStep, ...]) -> Iterator[tuple[str, str]]:
        for step in steps:
            yield step.topic, "" if step.name == self.step else step.address(self.object)


class AnswersPage(FillingView):
    """A page of the personal form."""

    abstract = True
    template_name = "candidates/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment to the form."""
        return {**super().get_form_kwargs(), "enrolment": self.object}

    def missing(self, enrolment: Enrolment) -> list[str]:
        """Return what the page still lacks."""
        raise NotImplementedError

    def act(self, form: forms.Form) -> str:
        """Save what was filled in, complete or not."""
        saved = save_form(
            enrolment=self.object, actor=self.actor, answers=form.cleaned_data, at=arrived_at(self.request)
        )
        missing = "、".join(self.missing(saved))
        if missing:
            messages.warning(self.request, f"已保存。这一页还差：{missing}，可以以后补填。")
        else:
            messages.success(self.request, "已保存。")
        return self.onwards()


class FormPage(AnswersPage):
    """School, or employer and schooling."""

    form_class = PersonalForm
    step = "form"

    def missing(self, enrolment: Enrolment) -> list[str]:
        """Return what the page still lacks."""
        return empty_school_fields(enrolment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell what pictures will be asked for, before anything is filled in."""
        return super().get_context_data(materials=materials_for(self.object), **kwargs)


class CertificatesPage(AnswersPage):
    """Certificates and titles that the person holds."""

    form_class = CertificatesForm
    template_name = "candidates/certificates.html"
    step = "certificates_form"

    def missing(self, enrolment: Enrolment) -> list[str]:
        """Return what the page still lacks."""
        return empty_certificate_fields(enrolment)


class DiscardPage(FillingView):
    """Throw away a draft that was never handed in."""

    form_class: type[forms.Form] = StartForm
    template_name = "candidates/discard.html"
    heading = "放弃报名"
    submit_label = "放弃这份报名"

    def act(self, form: StartForm) -> str:
        """Delete the draft."""
        discard_enrolment(enrolment=self.object, actor=self.actor)
        messages.success(self.request, "已放弃报名，填写的内容已删除。")
        return reverse("candidates:mine")
