"""What an application can ask for: trades of its scheme, and of each the levels that are free.

An establishment chooses among all levels, an addition among those that the station lacks, a reduction among
those that it has.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ostami.problems import Problem
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from scope_catalog.selectors import trades_for_choice
from stations.models import ApplicationKind, RequestedTrade, ScopeGrant, StationApplication
from stations.services.levels import misfits, titles_of


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """Levels of a trade as digits: those that can be asked for, and those that the station has already."""

    free: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class TradeOffer:
    """A trade as it is offered: levels with titles, titles of those held, and the request if it is chosen."""

    trade: Trade
    free: tuple[tuple[int, str], ...]
    held: tuple[str, ...]
    requested: RequestedTrade | None


def held_levels(application: StationApplication) -> dict[int, str]:
    """Return the levels of the station's live grants by trade key; nothing for an establishment."""
    live = ScopeGrant.objects.live().filter(station=application.station_id)
    return dict(live.values_list("trade_id", "levels")) if application.station_id else {}


def level_choice(application: StationApplication, trade: Trade, held: str) -> LevelChoice:
    """Return the choice of levels, where the station is granted the levels `held` of `trade`."""
    if application.kind == ApplicationKind.SCOPE_REDUCTION:
        return LevelChoice(held)
    if application.kind == ApplicationKind.SCOPE_ADDITION:
        return LevelChoice("".join(digit for digit in trade.levels if digit not in held), held)
    return LevelChoice(trade.levels)


def choosable_trades(application: StationApplication, *, on: date) -> TradeQuerySet:
    """Return the trades that can be asked for on a day, in the guide's order."""
    if application.kind != ApplicationKind.SCOPE_REDUCTION:
        return trades_for_choice(on=on, scheme=application.scheme)
    held = Trade.objects.filter(pk__in=held_levels(application))
    return held.filter(occupation__scheme=application.scheme).in_order()


def offers_of(application: StationApplication, trades: Iterable[Trade]) -> list[TradeOffer]:
    """Return each trade with what of it can be asked for."""
    held = held_levels(application)
    chosen = {requested.trade_id: requested for requested in application.trades.all()}
    return [_offer(application, trade, held, chosen) for trade in trades]


def _offer(
    application: StationApplication,
    trade: Trade,
    held: Mapping[int, str],
    chosen: Mapping[int, RequestedTrade],
) -> TradeOffer:
    choice = level_choice(application, trade, held.get(trade.pk, ""))
    free = labelled(trade, choice.free)
    return TradeOffer(
        trade, free, tuple(label for _, label in labelled(trade, choice.held)), chosen.get(trade.pk)
    )


def labelled(trade: Trade, digits: str) -> tuple[tuple[int, str], ...]:
    """Return levels with their titles, as form choices."""
    return tuple((int(digit), level_label(int(digit), occupation=trade.occupation)) for digit in digits)


def wrong_levels(application: StationApplication, trade: Trade, digits: str) -> Iterator[Problem]:
    """Yield what is wrong with asking for the levels `digits` of `trade`."""
    choice = level_choice(application, trade, held_levels(application).get(trade.pk, ""))
    unfit = list(misfits(trade, digits))
    yield from unfit
    surplus = [digit for digit in digits if digit not in choice.free]
    if unfit or not surplus:
        return
    titles, name = titles_of(trade, surplus), trade.name
    if application.kind == ApplicationKind.SCOPE_REDUCTION:
        text, remedy = f"“{name}”的{titles}不在本站评价范围内", "请只选择已获批的等级"
    else:
        text, remedy = f"“{name}”的{titles}本站已获批", "请只选择要增加的等级"
    yield Problem(text, remedy=remedy, field="levels")
