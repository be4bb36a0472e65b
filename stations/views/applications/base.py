"""What all pages of an application share that its applicant fills in."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.autosave import AutosaveView
from accounts.views.base import ScopedFormView
from stations.models import StationApplication
from stations.sections import SECTIONS, Section
from stations.services.drafting import closed_problems


class DraftView(ScopedFormView):
    """A page on an open application of one's own; once that is handed in, the page leads back to it.

    A page of a `section` exists for the kinds of application that have this section.
    """

    abstract = True
    permission = Perm.APPLICATION_EDIT
    model = StationApplication
    object: StationApplication
    section: ClassVar[Section | None] = None

    def get_queryset(self) -> QuerySet[Any]:
        """Return the organisation's own applications that have this page."""
        rows = super().get_queryset().filter(organisation=self.actor.organisation_id)
        if self.section is not None:
            rows = rows.filter(kind__in=[kind for kind, has in SECTIONS.items() if self.section in has])
        return rows.select_related("organisation", "station__organisation")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or say why the application can't be changed."""
        application: StationApplication = self.get_object()
        for problem in closed_problems(application):
            messages.warning(request, str(problem))
        return super().get(request, *args, **kwargs) if application.is_open else redirect(application)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the application to the form."""
        return {**super().get_form_kwargs(), "application": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the application, and where the page was come from."""
        return super().get_context_data(
            **{"application": self.object, "back": self.next_step(), "section": self.section, **kwargs}
        )

    def next_step(self) -> str:
        """Return where to go: back to the check page if that sent the person, else to the list of tasks."""
        if self.request.GET.get("from") == "check":
            return reverse("station_applications:check", kwargs={"pk": self.object.pk})
        return self.object.get_absolute_url()


class AutosavedView(AutosaveView, DraftView):
    """A page that also saves by itself."""

    abstract = True
    submit_label = "保存"

    def act(self, form: Any) -> str:
        """Save, and go on."""
        self.save(form)
        messages.success(self.request, f"{self.heading}已保存。")
        return self.next_step()
