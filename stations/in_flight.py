"""What runs on at a station though its scope is reduced.

Batches belong to a floor above, which registers how they are told, from its `AppConfig.ready`:

    register_in_flight(batches_in_flight)
"""

from collections.abc import Callable, Mapping

from scope_catalog.models import Trade
from stations.models import ApplicationKind, Station, StationApplication

# What is given up: each trade with its levels as they are stored, such as ``43``.
Reduction = Mapping[Trade, str]
InFlight = Callable[[Station, Reduction], list[str]]
_registered: list[InFlight] = []


def register_in_flight(told: InFlight) -> InFlight:
    """Add a function that tells what of a station's work a reduction leaves to run on; a line each."""
    if told not in _registered:
        _registered.append(told)
    return told


def running_on(application: StationApplication) -> list[str]:
    """Return what runs on though the application for a reduction is approved; nothing for other kinds."""
    if application.kind != ApplicationKind.SCOPE_REDUCTION or application.station is None:
        return []
    asked = application.trades.select_related("trade__occupation")
    reduction = {requested.trade: requested.levels for requested in asked}
    return [line for told in _registered for line in told(application.station, reduction)]
