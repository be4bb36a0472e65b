"""The front page and the home of each role."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalTemplateView, PublicMixin
from ostami import clock
from portal.selectors import figures
from portal.todo.roles import NOTHING_WAITS, todo_for


class Front(PublicMixin, TemplateView):
    """The public front page."""

    template_name = "portal/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures in totals."""
        return super().get_context_data(figures=figures(today=clock.today()), **kwargs)


class Home(PortalTemplateView):
    """What waits for the person who logged in."""

    permission = Perm.ACCOUNT_OWN
    template_name = "portal/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what waits; a candidate's home is the page of their enrolments."""
        if self.actor.role == Role.CANDIDATE:
            return redirect("candidates:mine")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the to-do list."""
        return super().get_context_data(
            todo=todo_for(self.actor, now=arrived_at(self.request)),
            nothing_waits=NOTHING_WAITS[Role(self.actor.role)],
            **kwargs,
        )
