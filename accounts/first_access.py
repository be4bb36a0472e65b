"""First access of a station: name and code open the page that sets a password, inside a window."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import FirstAccess, OrganisationKind, User
from accounts.names import fold
from accounts.services import is_main_login
from ostami.problems import Problem, refuse_if


def is_station_login(user: User) -> bool:
    """Tell whether `user` is the main login of a station: staff of the station and all others are not."""
    organisation = user.organisation
    is_station = organisation is not None and organisation.kind == OrganisationKind.STATION
    return is_station and is_main_login(user)


@transaction.atomic
def open_first_access(*, user: User, by: User | None, at: datetime) -> FirstAccess:
    """Open the window of `FIRST_ACCESS_HOURS` for a station's main login, in place of an older one.

    The password from before and every session with it end here. Guide 4.1: the first password is the code;
    as codes are public, it opens nothing but the page that replaces it.

    Raises:
        BlockedError: `user` is not the main login of a station, or the account is closed.
    """
    lock_user(user)
    refuse_if(_not_for_first_access(user))
    _shut(user)
    closes_at = at + timedelta(hours=settings.FIRST_ACCESS_HOURS)
    return FirstAccess.objects.create(user=user, opens_at=at, closes_at=closes_at, opened_by=by)


@transaction.atomic
def close_first_access(*, user: User) -> None:
    """Close the window before its time: the code opens nothing, and who is in by it is out."""
    lock_user(user)
    _shut(user)


def first_access_of(user: User) -> FirstAccess | None:
    """Return the window of `user`, open or run out, or None."""
    return FirstAccess.objects.filter(user=user).select_related("user__organisation", "opened_by").first()


def opens_by_code(user: User, typed: str, *, at: datetime) -> bool:
    """Tell whether `typed` is the code that opens `user` at `at`; hashes nothing and asks no database.

    `user` comes with its `organisation` and `first_access` joined.
    """
    access, organisation = getattr(user, "first_access", None), user.organisation
    if access is None or organisation is None or not is_station_login(user) or not access.is_open(at):
        return False
    return hmac.compare_digest(fold(typed).encode(), fold(organisation.code).encode())


def lock_user(user: User) -> User:
    """Make all who change the same login wait for each other, and return it as it is stored."""
    return User.objects.get_queryset().select_for_update(no_key=True).get(pk=user.pk)


def _shut(user: User) -> None:
    FirstAccess.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])


def _not_for_first_access(user: User) -> list[Problem]:
    if not is_station_login(user):
        return [Problem("首次登录窗口只为考试站的主账号开放", "4.1", "其他账号请用“找回密码”或重新发放密码")]
    if not user.is_active:
        return [Problem("该账号已停用，不能开放首次登录窗口", remedy="请先恢复账号")]
    return []
