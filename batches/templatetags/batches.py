"""The sections that apps above add to a batch's page."""

from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from batches.models import Batch
from batches.panels import panels_for

register = template.Library()


@register.simple_tag(takes_context=True)
def batch_panels(context: Context, batch: Batch, user: User) -> SafeString:
    """Show what the apps above have to say about a batch, each in its own template."""
    engine = context.template.engine if context.template else Engine.get_default()
    sections = [_rendered(engine, context, name, facts) for name, facts in panels_for(batch, user)]
    return format_html_join("\n", "{}", ((section,) for section in sections))


def _rendered(engine: Engine, context: Context, name: str, facts: dict[str, Any]) -> SafeString:
    with context.push(**facts):
        return engine.get_template(name).render(context)
