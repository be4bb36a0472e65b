"""What all pages of an examiner application share that its unit fills in."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from examiners.models import ExaminerApplication
from examiners.services.drafting import closed_problems

JOINED = ("organisation__parent", "examiner__station__organisation")


class DraftView(ScopedFormView):
    """A page on an open application of one's own; once that is handed in, the page leads back to it."""

    abstract = True
    permission = Perm.EXAMINER_APPLY
    model = ExaminerApplication
    object: ExaminerApplication

    def get_queryset(self) -> QuerySet[Any]:
        """Return the organisation's own applications."""
        return super().get_queryset().filter(organisation=self.actor.organisation_id).select_related(*JOINED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or say why the application can't be changed."""
        application: ExaminerApplication = self.get_object()
        for problem in closed_problems(application):
            messages.warning(request, str(problem))
        return super().get(request, *args, **kwargs) if application.is_open else redirect(application)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the application to the form."""
        return {**super().get_form_kwargs(), "application": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the application."""
        return super().get_context_data(**{"application": self.object, **kwargs})
