"""What others ask the catalogue."""

from datetime import date
from typing import TYPE_CHECKING

from scope_catalog.models import Trade

if TYPE_CHECKING:
    from scope_catalog.querysets import TradeQuerySet


def trades_for_choice(*, on: date, scheme: str = "", level: int | None = None) -> "TradeQuerySet":
    """Return the trades that may be chosen on the day `on`, in the guide's order, occupations at hand."""
    trades = Trade.objects.live(on).in_order()
    if scheme:
        trades = trades.filter(occupation__scheme=scheme)
    return trades if level is None else trades.with_level(level)


def trade_by_code(code: str, *, name: str = "") -> Trade:
    """Return the one trade with a code, or the trades' occupation's code and a name where trades have none.

    ``JX04-05-01-01`` is 数控车工, ``JX04-05-11`` is 铆工, ``6-18-01-08`` needs the trade's name.

    Raises:
        Trade.DoesNotExist: there is none.
        Trade.MultipleObjectsReturned: the code alone doesn't say which.
    """
    trades = Trade.objects.select_related("occupation")
    if name:
        trades = trades.filter(name=name)
    own = trades.filter(code=code)
    return (own if own.exists() else trades.filter(code="", occupation__code=code)).get()


def siblings(trade: Trade, *, on: date) -> "TradeQuerySet":
    """Return the other live trades of the trade's occupation."""
    return Trade.objects.live(on).in_order().filter(occupation=trade.occupation).exclude(pk=trade.pk)
