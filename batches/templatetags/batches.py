"""The sections that apps above add to a batch's pages."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from accounts.models import User
from batches.models import Batch
from batches.sections import consequences_for, panels_for
from workflow.sections import rendered

register = template.Library()


@register.simple_tag(takes_context=True)
def batch_panels(context: Context, batch: Batch, user: User) -> SafeString:
    """Show what the apps above have to say about a batch, each in its own template."""
    return rendered(context, panels_for(batch, user))


@register.simple_tag(takes_context=True)
def consequences(context: Context, move: str, batch: Batch, user: User) -> SafeString:
    """Show what the apps above have to say to whoever is about to move a batch."""
    return rendered(context, consequences_for(move, batch, user))
