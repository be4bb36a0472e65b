"""For which trades and levels a person writes questions."""

from collections.abc import Iterator

from accounts.models import User
from accounts.rights import Role
from ostami import clock
from ostami.problems import Problem
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from scope_catalog.selectors import trades_for_choice
from stations.models import ScopeGrant


def writable_trades(actor: User) -> TradeQuerySet:
    """Return the trades that the actor's bank takes questions for: a station's scope, else the catalogue."""
    trades = trades_for_choice(on=clock.today())
    if actor.role != Role.STATION:
        return trades
    granted = ScopeGrant.objects.live().filter(station__organisation=actor.organisation)
    return trades.filter(pk__in=granted.values("trade"))


def scope_problems(actor: User, *, trade: Trade, level: int) -> Iterator[Problem]:
    """Yield why the actor's bank takes no question for a trade and level."""
    if str(level) not in trade.levels:
        yield Problem(f"{trade.name}没有{Level(level).label}", remedy="请选择该工种设有的等级", field="level")
    elif actor.role == Role.STATION and str(level) not in _granted_levels(actor, trade):
        yield Problem(
            f"本站的评价范围不含{trade.name}{Level(level).label}",
            clause="2.5.1",
            remedy="请选择本站获准的工种和等级",
            field="level",
        )


def _granted_levels(actor: User, trade: Trade) -> str:
    grants = ScopeGrant.objects.live().filter(station__organisation=actor.organisation, trade=trade)
    return "".join(grants.values_list("levels", flat=True))
