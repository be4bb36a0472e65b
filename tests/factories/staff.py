"""Who runs a station, with logins of their own."""

from datetime import date
from typing import Any

from accounts.models import User
from accounts.services import set_own_password
from stations.access import main_login
from stations.models import Position, StaffMember, Station
from stations.services.staff_logins import grant_login
from tests.factories.people import PASSWORD

SINCE = date(2026, 1, 5)


def member(
    station: Station, name: str = "贾站长", position: Position = Position.DIRECTOR, **facts: Any
) -> StaffMember:
    return StaffMember.objects.create(
        station=station, name=name, position=position, **{"since": SINCE, **facts}
    )


def login_of(member: StaffMember) -> User:
    """Grant a person a login, and let them choose `PASSWORD`."""
    main = main_login(member.station)
    assert main
    login = grant_login(member=member, actor=main).login
    set_own_password(user=login, password=PASSWORD)
    return login


def three(station: Station) -> list[StaffMember]:
    """A director, a deputy and a manager."""
    named = zip(("贾站长", "贾副", "贾专管"), Position, strict=True)
    return [member(station, name, position) for name, position in named]
