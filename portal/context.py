"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.rights import Perm
from ostami import clock
from portal.display import Display
from portal.menu import menu_for, submenu_for

PORTAL_NAME = "机械工业人才评价管理服务平台"


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's name, its day, whether this is practice, and the person's menu."""
    # A request that failed before the session was read has no user: its error page is a visitor's.
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    locked = person is not None and person.must_change_password
    searches = person is not None and not locked and person.has_right(Perm.SEARCH)
    return {
        "portal_name": PORTAL_NAME,
        "portal_today": clock.today(),
        "practice": settings.PRACTICE,
        "display": Display.of(request),
        "portal_searches": searches,
        "portal_menu": () if locked else menu_for(person, request.path),
        "portal_submenu": () if locked else submenu_for(person, request.path),
    }
