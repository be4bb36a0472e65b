"""What stands on an examiner's or a supervisor's page besides the facts."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.rights import Perm
from examiners import supervisor_panels as of_supervisors
from examiners.models import Examiner, Supervisor
from examiners.panels import panels_for
from examiners.services.inviting import login_state, not_invitable
from ostami import clock
from workflow.sections import rendered

register = template.Library()


@register.simple_tag(takes_context=True)
def examiner_panels(context: Context, examiner: Examiner, user: User) -> SafeString:
    """Show what the apps above have to say about an examiner, each in its own template."""
    return rendered(context, panels_for(examiner, user))


@register.simple_tag(takes_context=True)
def supervisor_panels(context: Context, supervisor: Supervisor, user: User) -> SafeString:
    """Show what the apps above have to say about a supervisor, each in its own template."""
    return rendered(context, of_supervisors.panels_for(supervisor, user))


@register.inclusion_tag("examiners/_login.html")
def examiner_login(examiner: Examiner, user: User) -> dict[str, Any]:
    """Show to whoever may invite how far the examiner's own login is, with the button or what blocks it."""
    today = clock.today()
    return {
        "examiner": examiner,
        "may_invite": user.has_right(Perm.EXAMINER_INVITE),
        "state": login_state(examiner, on=today),
        "problems": list(not_invitable(examiner, actor=user, on=today)),
    }
