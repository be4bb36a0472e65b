"""Requests for correction on the page of their enrolment."""

from typing import Any

from django import template

from accounts.models import User
from accounts.rights import Perm
from candidates.correcting.deciding import not_correctable
from candidates.correcting.facts import label_of
from candidates.models import Correction, Enrolment

register = template.Library()


@register.inclusion_tag("candidates/corrections/_list.html")
def enrolment_corrections(enrolment: Enrolment, actor: User) -> dict[str, Any]:
    """Show what was asked to be corrected, and to its candidate the way to ask."""
    asks = actor.has_right(Perm.CORRECTION_REQUEST)
    return {
        "enrolment": enrolment,
        "corrections": enrolment.corrections.all(),
        "may_request": asks and not any(not_correctable(enrolment)),
    }


@register.filter
def correction_label(correction: Correction) -> str:
    """Return what the fact of a request is called."""
    return label_of(correction)
