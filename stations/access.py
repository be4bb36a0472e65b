"""How staff let a station in for the first time: by its code inside a window, or by a first password."""

from datetime import datetime

from django.db import transaction

from accounts.first_access import close_first_access, first_access_of, open_first_access
from accounts.models import FirstAccess, User
from accounts.services import issue_first_password, main_login_of
from ostami.problems import Problem, refuse_if
from stations.models import Station, StationStatus
from workflow import audit


@transaction.atomic
def open_station_access(*, station: Station, actor: User, at: datetime) -> FirstAccess:
    """Open the window in which the station's name and code lead to the page that sets a password; audited.

    An open window starts anew. The password from before, and sessions with it, end.

    Raises:
        BlockedError: the station is closed.
    """
    _lock_unless_closed(station)
    access = open_first_access(user=main_login_of(station.organisation), by=actor, at=at)
    audit.record(
        station,
        action="open_first_access",
        sentence="开放了首次登录窗口",
        actor=actor,
        at=at,
        changes={"关闭时间": (None, f"{access.closes_at:%Y-%m-%d %H:%M}")},
    )
    return access


@transaction.atomic
def close_station_access(*, station: Station, actor: User, at: datetime) -> None:
    """Close the window before its time; audited.

    Raises:
        BlockedError: no window is open.
    """
    lock_station(station)
    access = station_access(station)
    refuse_if(_not_open(access, at))
    close_first_access(user=main_login_of(station.organisation))
    audit.record(station, action="close_first_access", sentence="提前关闭了首次登录窗口", actor=actor, at=at)


@transaction.atomic
def issue_station_password(*, station: Station, actor: User) -> str:
    """Give the station's main login a first password and return it once; audited, without the password.

    Raises:
        BlockedError: the station is closed.
    """
    _lock_unless_closed(station)
    password = issue_first_password(user=main_login_of(station.organisation))
    audit.record(station, action="issue_first_password", sentence="发放了首次登录密码", actor=actor)
    return password


def main_login(station: Station) -> User | None:
    """Return the station's main login, or None where none was made yet."""
    return User.objects.filter(organisation=station.organisation, username=station.organisation.name).first()


def station_access(station: Station) -> FirstAccess | None:
    """Return the station's window, open or run out, or None."""
    login = main_login(station)
    return first_access_of(login) if login else None


def lock_station(station: Station) -> Station:
    """Make two people who change the same station wait for each other, and return it as it is stored."""
    rows = Station.objects.select_for_update(of=("self",)).select_related("organisation")
    stored: Station = rows.get(pk=station.pk)
    return stored


def _lock_unless_closed(station: Station) -> None:
    if lock_station(station).status == StationStatus.CLOSED:
        refuse_if([Problem("该考试站已关闭，不能开放登录", remedy="请核对是否选错了考试站")])


def _not_open(access: FirstAccess | None, at: datetime) -> list[Problem]:
    if access is not None and access.is_open(at):
        return []
    remedy = "窗口可能已到期，或考试站已设置密码，请刷新页面查看"
    return [Problem("该站没有开放的首次登录窗口", remedy=remedy)]
