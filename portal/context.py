"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.rights import Perm
from ostami import clock
from portal.display import Display
from portal.help.chapters import PUBLIC, help_address
from portal.inbox.reading import unread_count
from portal.menu import menu_for, submenu_for

PORTAL_NAME = "机械工业人才评价管理服务平台"


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's name, its day, whether this is practice, and the person's menu."""
    # A request that failed before the session was read has no user: its error page is a visitor's.
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    locked = person is not None and person.must_change_password
    # Asked of the database by the pages alone that show it, which are most.
    unread = SimpleLazyObject(lambda: unread_count(person) if person and not locked else 0)
    searches = person is not None and not locked and person.has_right(Perm.SEARCH)
    return {
        "portal_name": PORTAL_NAME,
        "portal_today": clock.today(),
        "portal_now": clock.now(),
        "practice": settings.PRACTICE,
        "portal_help": _help(request, person),
        "display": Display.of(request),
        "portal_searches": searches,
        "portal_inbox": person is not None and not locked,
        "portal_unread": unread,
        "portal_menu": () if locked else menu_for(person, request.path),
        "portal_submenu": () if locked else submenu_for(person, request.path),
    }


def _help(request: HttpRequest, person: User | None) -> str:
    """Return the address of the help on the page; an address that leads nowhere has that of everything."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    return help_address(person.role if person else PUBLIC, page)
