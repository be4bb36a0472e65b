"""A supervisor's own page."""

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import PortalTemplateView
from examiners.models import Supervisor
from examiners.services.inviting import has_ended
from ostami import clock

NOBODY = "您的账号没有对应的督导员登记。请联系所属管理站。"


def own_supervision(user: User) -> Supervisor:
    """Return the appointment of the supervisor who is logged in.

    Raises:
        PermissionDenied: there is none, or it was ended: the login may still be open on that day.
    """
    rows = Supervisor.objects.visible_to(user).select_related("station__organisation", "organisation")
    supervisor = rows.first()
    if supervisor is None:
        raise PermissionDenied(NOBODY)
    if has_ended(supervisor, on=clock.today()):
        raise PermissionDenied(f"您的督导员资格已于 {supervisor.ended_on} 终止。有疑问的请联系所属管理站。")
    return supervisor


class OwnSupervision(PortalTemplateView):
    """What the roster says about the supervisor who asks, and until when the appointment holds."""

    permission = Perm.OWN_SUPERVISION
    template_name = "examiners/supervision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the appointment, what it is today, and how many days it has left."""
        supervisor, today = own_supervision(self.actor), clock.today()
        left = (supervisor.valid_to - today).days
        return super().get_context_data(
            supervisor=supervisor, state=supervisor.state_on(today), left=left, **kwargs
        )
