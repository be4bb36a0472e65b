"""Whom a station named to sign for papers."""

from django.core.exceptions import PermissionDenied

from accounts.models import User, UserQuerySet
from accounts.rights import Perm, Role, need
from stations.models import Station
from stations.staffing import keeps_staff


def refuse_to_name(station: Station, actor: User) -> None:
    """Let nobody pass but who keeps the station's staff: else whoever has a login could name himself.

    Raises:
        PermissionDenied: with a sentence that says who may.
    """
    need(actor, Perm.PAPER_KEEPERS)
    if not keeps_staff(station, actor):
        raise PermissionDenied("试卷签收人由考试站主账号或站长指定，您不能指定。请联系本站站长。")


def possible_keepers(station: Station) -> UserQuerySet:
    """Return the station's logins that open: whoever may be named."""
    people: UserQuerySet = User.objects.get_queryset()
    logins = people.filter(organisation_id=station.organisation_id, role=Role.STATION, is_active=True)
    return logins.select_related("staff_member").order_by("pk")


def keepers_of(station: Station) -> UserQuerySet:
    """Return whoever is named; a login that was closed or went elsewhere counts no more."""
    return possible_keepers(station).filter(keeps_papers__station=station)


def is_keeper(user: User, station: Station) -> bool:
    """Tell whether a person signs for a station's papers."""
    return keepers_of(station).filter(pk=user.pk).exists()


def login_words(user: User) -> str:
    """Return a login as its station tells it from the others: name, post and login name."""
    facts = [user.post] if user.post else []
    if user.username != str(user):
        facts.append(f"登录名 {user.username}")
    return f"{user}（{'，'.join(facts)}）" if facts else str(user)
