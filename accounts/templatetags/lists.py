"""Heads of the tables that lists show."""

from typing import Any

from django import template
from django.template.context import RequestContext

from accounts.sorting import Head

register = template.Library()


@register.inclusion_tag("parts/list_head.html", takes_context=True)
def sort_head(context: RequestContext, header: str, key: str) -> dict[str, Any]:
    """Show the head of a column that a list sorts by; `key` is one of the view's `sorts`."""
    return {"request": context["request"], "head": Head.of(header, key, context["sort"])}
