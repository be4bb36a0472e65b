"""The front page and the home of each role."""

from typing import Any

from django.views.generic import TemplateView

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalTemplateView, PublicMixin
from candidates.notices import own_notices
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the to-do list, and what became of a candidate's exams."""
        at = arrived_at(self.request)
        candidate = self.actor.role == Role.CANDIDATE
        return super().get_context_data(
            todo=todo_for(self.actor, now=at),
            notices=own_notices(self.actor, at=at) if candidate else [],
            nothing_waits=NOTHING_WAITS[Role(self.actor.role)],
            **kwargs,
        )
