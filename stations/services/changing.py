"""Approval of what a station applies for later: scope, licence, host and staff."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ostami.clock import day_of
from ostami.problems import BlockedError, Problem, refuse_if
from stations.access import lock_station
from stations.guards import station_still_open
from stations.models import RequestedTrade, ScopeGrant, Station, StationApplication
from stations.services.licences import licence_number, renewed_period
from stations.services.registry import CONTACT_FACTS, HOST_FACTS, RegistryFacts, apply_facts, number_problems
from stations.services.scope import change_levels, grant_scope, reduce_scope
from stations.services.staff import replace_staff
from workflow import audit
from workflow.lifecycle import Step

LICENCE_FACTS = ("licence_number", "valid_from", "valid_to")


def add_scope(step: Step[StationApplication]) -> None:
    """Grant the requested trades; where one is granted already, add the levels to its grant.

    Raises:
        BlockedError: the station was closed, or a trade or level can't be granted.
    """
    station = _locked_station(step)
    for requested, grant in _with_grants(station, step.case):
        levels = {int(level) for level in requested.levels}
        if grant is None:
            grant_scope(
                station=station, trade=requested.trade, levels=levels, actor=step.actor, today=step.day
            )
        else:
            levels |= {int(level) for level in grant.levels}
            change_levels(grant=grant, levels=levels, actor=step.actor, today=step.day)


def give_up_scope(step: Step[StationApplication]) -> None:
    """Take the requested levels out of the station's scope from the step's day on.

    What the station held stays on record: batches that were handed in before run to their end.

    Raises:
        BlockedError: the station was closed, or a level isn't in the scope.
    """
    station = _locked_station(step)
    for requested, grant in _with_grants(station, step.case):
        if grant is None:
            raise BlockedError([_gone(requested)])
        reduce_scope(
            grant=grant,
            levels=map(int, requested.levels),
            reason=step.case.reason,
            actor=step.actor,
            today=step.day,
        )


def renew(step: Step[StationApplication]) -> None:
    """Prolong the licence, and enter what the application says of host and staff.

    Raises:
        BlockedError: the station was closed, or another one has the licence's number.
    """
    station = _locked_station(step)
    valid_from, valid_to = renewed_period(station, on=step.day)
    number = station.licence_number or licence_number(station.code, on=step.day)
    refuse_if(number_problems(number, code=station.code))
    licence = {"licence_number": number, "valid_from": valid_from, "valid_to": valid_to}
    _enter(step, station, licence, action="renew", sentence="经批准延续许可证")


def register_change(step: Step[StationApplication]) -> None:
    """Enter what the application says of host and staff; the licence stays.

    Raises:
        BlockedError: the station was closed.
    """
    station = _locked_station(step)
    licence = {name: getattr(station, name) for name in LICENCE_FACTS}
    _enter(step, station, licence, action="change", sentence="经批准变更登记")


def _enter(
    step: Step[StationApplication], station: Station, licence: dict[str, Any], *, action: str, sentence: str
) -> None:
    told = {name: getattr(step.case, name) for name in (*HOST_FACTS, *CONTACT_FACTS)}
    facts = RegistryFacts(**told, **licence)
    changes = {
        **apply_facts(station, facts),
        **replace_staff(station, step.case.people.all(), on=step.day, filed_on=_filed_on(step)),
    }
    audit.record(station, action=action, sentence=sentence, actor=step.actor, at=step.at, changes=changes)


def _filed_on(step: Step[StationApplication]) -> date:
    """Return the day on which the application was handed in last."""
    return day_of(step.case.submitted_at or step.at)


def _locked_station(step: Step[StationApplication]) -> Station:
    """Lock the station, and look again whether it is open: the guards looked before the lock."""
    station = step.case.station
    assert station is not None  # noqa: S101  by the constraint on the application's kind
    step.case.station = lock_station(station)
    refuse_if(station_still_open(step))
    return step.case.station


def _with_grants(
    station: Station, application: StationApplication
) -> Iterator[tuple[RequestedTrade, ScopeGrant | None]]:
    """Yield the requested trades, each with the station's live grant for it or None."""
    live = {grant.trade_id: grant for grant in station.grants.live().select_related("trade__occupation")}
    for requested in application.trades.select_related("trade__occupation"):
        yield requested, live.get(requested.trade_id)


def _gone(requested: RequestedTrade) -> Problem:
    return Problem(
        f"“{requested.trade.name}”已不在该站评价范围内，可能已由他人处理",
        "4.7-6",
        "请退回申报单位，去掉这一条",
    )
