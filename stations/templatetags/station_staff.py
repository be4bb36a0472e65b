"""What the head of every page says of who is logged in."""

from django import template

from accounts.models import User
from stations.services.numbers import short_name

register = template.Library()


@register.filter
def standing(user: User) -> str:
    """Return what a person is: post and station for a station's staff, the role for all others."""
    if user.post and user.organisation:
        return f"{user.post} · {short_name(user.organisation.name)}"
    return str(user.get_role_display())
