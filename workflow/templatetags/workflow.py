"""A case's status, buttons and history."""

from typing import Any

from django import template

from accounts.models import User
from ostami import clock
from workflow.audit import history_of
from workflow.lifecycle import Case, available_transitions

register = template.Library()

# How the names of transitions begin after which somebody has to mend something.
STOPPED = ("return", "cancel", "question")

# One vocabulary of colours for every status of every case; the word always stands beside it.
STATUS_COLOURS = {
    "draft": "secondary",
    "submitted": "primary",
    "endorsed": "primary",
    "stamped": "primary",
    "requested": "primary",
    "proposed": "primary",
    "assigned": "primary",
    "released": "primary",
    "paid": "primary",
    "sent": "primary",
    "posted": "primary",
    "results_submitted": "primary",
    "returned": "warning",
    "questioned": "warning",
    "rectifying": "warning",
    "rectified": "primary",
    "rejected": "danger",
    "refused": "danger",
    "withdrawn": "dark",
    "recalled": "dark",
    "cancelled": "dark",
    "revoked": "danger",
    "reissued": "dark",
    "suspended": "danger",
    "closed": "dark",
    "lapsed": "danger",
}
DONE_COLOUR = "success"


@register.inclusion_tag("workflow/status.html")
def status_tag(case: Case) -> dict[str, str]:
    """Show where a case stands as a word with its colour."""
    state = case.state_at(clock.now())
    return {"word": state.word, "colour": STATUS_COLOURS.get(state.key, DONE_COLOUR)}


@register.simple_tag
def status_word(case: Case) -> str:
    """Return the word of `status_tag`, for a page's title."""
    return case.state_at(clock.now()).word


@register.inclusion_tag("workflow/actions.html")
def case_actions(case: Case, actor: User) -> dict[str, Any]:
    """Show the buttons that the actor has on a case; a blocked one says why, unless the page does."""
    return {"case": case, "actions": [one for one in available_transitions(case, actor) if not one.hidden]}


@register.inclusion_tag("workflow/returned.html")
def case_returned(case: Case) -> dict[str, Any]:
    """Show on top why a case was returned, cancelled or questioned, as long as nobody has moved it on."""
    moved = history_of(case).exclude(target="").order_by("-pk").first()
    if moved is None or moved.target != case.status:
        return {"event": None}
    return {"event": moved if moved.action.startswith(STOPPED) else None}


@register.inclusion_tag("workflow/history.html")
def case_history(case: Case) -> dict[str, Any]:
    """Show what was done to a case, by whom, when and why, newest first."""
    return {"events": history_of(case).select_related("actor__staff_member").order_by("-pk"), "whole": True}


@register.inclusion_tag("workflow/history.html")
def case_outline(case: Case) -> dict[str, Any]:
    """Show a case's history without words and changes, to those who may know that it moved, but not how."""
    return {**case_history(case), "whole": False}


@register.filter
def transition_address(case: Case, name: str) -> str:
    """Return the address of the page on which the transition `name` is done: below the case's own."""
    own: str = case.get_absolute_url()  # type: ignore[attr-defined]  # every case has a page
    return f"{own}{name}/"
