"""Approval of an establishment: the station with its number, licence, scope, staff and login."""

from datetime import date

from accounts.models import Organisation, OrganisationKind
from accounts.services import main_login_of
from ostami.problems import refuse_if
from stations.models import Position, Station, StationApplication
from stations.services.licences import licence_number, licence_period
from stations.services.numbers import next_station_number, station_code, station_name
from stations.services.registry import CONTACT_FACTS, HOST_FACTS, number_problems
from stations.services.scope import grant_scope
from stations.services.staff import appoint
from workflow import audit
from workflow.lifecycle import Step


def open_station(step: Step[StationApplication]) -> None:
    """Make the station that was applied for, and name it in the application.

    Its login can't be used until management opens the first access.

    Raises:
        BlockedError: all numbers are given, another station has the licence's number, or a trade or level
            can't be granted.
    """
    application, today = step.case, step.day
    organisation = _organisation(application)
    station = _station(organisation, application, today)
    main_login_of(organisation)
    for person in application.people.filter(role__in=Position.values):
        appoint(station, person, on=today)
    audit.record(
        station,
        action="open",
        sentence="经批准建站",
        actor=step.actor,
        at=step.at,
        changes=_told(station),
    )
    for requested in application.trades.select_related("trade__occupation"):
        levels = map(int, requested.levels)
        grant_scope(station=station, trade=requested.trade, levels=levels, actor=step.actor, today=today)
    application.station = station


def _organisation(application: StationApplication) -> Organisation:
    number = next_station_number()
    return Organisation.objects.create(
        kind=OrganisationKind.STATION,
        name=station_name(number),
        code=station_code(number),
        parent=application.organisation.parent,
        **{name: getattr(application, name) for name in CONTACT_FACTS},
    )


def _station(organisation: Organisation, application: StationApplication, today: date) -> Station:
    valid_from, valid_to = licence_period(today)
    number = licence_number(organisation.code, on=today)
    refuse_if(number_problems(number, code=organisation.code))
    return Station.objects.create(
        organisation=organisation,
        licence_number=number,
        valid_from=valid_from,
        valid_to=valid_to,
        registered_on=today,
        **{name: getattr(application, name) for name in HOST_FACTS},
    )


def _told(station: Station) -> audit.Changes:
    return {
        "机构编码": (None, station.code),
        "承建单位": (None, station.host_organization),
        "许可证编号": (None, station.licence_number),
        "许可证有效期": (None, f"{station.valid_from} 至 {station.valid_to}"),
    }
