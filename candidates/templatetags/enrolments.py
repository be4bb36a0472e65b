"""The sections that apps above add to an enrolment's page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from accounts.models import User
from candidates.models import Enrolment
from candidates.sections import panels_for
from workflow.sections import rendered

register = template.Library()


@register.simple_tag(takes_context=True)
def enrolment_panels(context: Context, enrolment: Enrolment, user: User) -> SafeString:
    """Show what the apps above have to say about an enrolment, each in its own template."""
    return rendered(context, panels_for(enrolment, user))
