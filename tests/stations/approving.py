"""Applications on the way to their approval."""

from datetime import date

from accounts.models import User
from stations.models import ApplicationKind, Station, StationApplication
from tests.factories import stations
from tests.factories.exam import noon
from workflow.lifecycle import perform

TODAY = date(2026, 6, 10)


def endorsed(application: StationApplication, *, management: User, on: date = TODAY) -> StationApplication:
    """Hand an application in and have it endorsed."""
    login = application.organisation.users.get(username=application.organisation.name)
    handed_in = perform(application, "submit", actor=login, at=noon(on), reason="同意申报")
    return perform(handed_in, "endorse", actor=management, at=noon(on), reason="同意推荐")


def approve(
    application: StationApplication, *, management: User, centre: User, on: date = TODAY
) -> StationApplication:
    """Lead a complete draft to its approval, all on one day."""
    waiting = endorsed(application, management=management, on=on)
    return perform(waiting, "approve", actor=centre, at=noon(on), reason="同意")


def of_station(station: Station, kind: ApplicationKind, **facts: object) -> StationApplication:
    """Make a station's complete draft of a kind, with no trade requested."""
    login = station.organisation.users.get(username=station.organisation.name)
    return stations.complete_application(login, trades=[], kind=kind, **facts)
