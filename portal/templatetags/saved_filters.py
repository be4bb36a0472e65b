"""The filters that somebody kept of the list that is shown."""

from typing import Any

from django import template
from django.template.context import RequestContext

from portal.filters.keeping import offer_of
from portal.models import SavedFilter
from portal.models.filters import NAME_LENGTH

register = template.Library()


@register.inclusion_tag("portal/filters/saved.html", takes_context=True)
def saved_filters(context: RequestContext) -> dict[str, Any]:
    """Show a person's kept filters of a list, and the form that keeps the present one.

    Nothing where a page isn't a list of its own, such as a batch's roster or the choice of a question.
    """
    here = context["request"].resolver_match
    if "kept" not in context or here.kwargs:
        return {}
    kept, listed = context["kept"], here.view_name
    return {
        "kept": kept,
        "saved": list(SavedFilter.objects.visible_to(context["user"]).filter(listed=listed)),
        "offer": offer_of(listed=listed, query=kept) if kept else "",
        "longest": NAME_LENGTH,
        "csrf_token": context.get("csrf_token"),
    }
