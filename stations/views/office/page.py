"""The page of an office's people."""

from typing import Any

from accounts.logins import lets_in, login_state
from accounts.models import User
from accounts.rights import Perm
from accounts.services import is_main_login
from accounts.views.base import PortalTemplateView
from stations.offices import colleagues_of, who_may
from workflow.audit import histories_of

HISTORY_LENGTH = 50


class OfficeLogins(PortalTemplateView):
    """Who logs in for an office, each with the state of the login."""

    permission = Perm.OFFICE_LOGINS
    template_name = "stations/office/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people, what was done to their logins, and whether the person who asks keeps them."""
        office, keeper = User.objects.get_queryset().of_office(self.actor), is_main_login(self.actor)
        told = histories_of(office).select_related("actor__staff_member")
        own = {
            "rows": [(one, login_state(one), lets_in(one)) for one in colleagues_of(self.actor)],
            "events": told.order_by("-pk")[:HISTORY_LENGTH],
            "keeper": keeper,
            "may_not": "" if keeper else who_may(self.actor),
        }
        return super().get_context_data(**{**own, **kwargs})
