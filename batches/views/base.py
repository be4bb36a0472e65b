"""What the pages of plans and batches share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.views.base import PortalFormView, ScopedFormView
from batches.services.opening import not_open
from ostami.problems import Problem


class OpenCaseFormView(ScopedFormView):
    """A form that changes the content of a plan or batch: while it is open."""

    abstract = True

    @property
    def at(self) -> datetime:
        """The instant at which the request arrived."""
        return arrived_at(self.request)

    @property
    def case_page(self) -> str:
        """The address of the case's page, to which a change leads back."""
        address: str = self.object.get_absolute_url()
        return address

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the case, with the reason, where nothing can be changed."""
        self.object = self.get_object()
        for problem in not_open(self.object):
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the case to go back to."""
        return super().get_context_data(**{"case": self.object, **kwargs})


class BeginningView(PortalFormView):
    """A form that begins something for the person's own station."""

    abstract = True
    list_address: ClassVar[str]

    def obstacles(self) -> Iterable[Problem]:
        """Return what keeps the station from beginning."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the list, with the reasons, before anything is typed in vain."""
        problems = list(self.obstacles())
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(self.list_address) if problems else super().get(request, *args, **kwargs)


class RemovalView(OpenCaseFormView):
    """Ask before something is taken out."""

    abstract = True
    template_name = "batches/removal.html"
    form_class = ConfirmForm
    submit_label = "确认删除"
