"""Many plan items against a station's scope, read once (guide 4.7-6)."""

from collections.abc import Iterable
from datetime import date

from batches.models import PlanItem
from ostami.problems import Problem
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station

Post = tuple[int, int]  # a trade's key and a level


def post_of(item: PlanItem) -> Post:
    """Return what a plan item plans: its trade's key and its level."""
    return (item.trade_id, item.level)


def scope_problems(
    items: Iterable[PlanItem], station: Station, *, on: date | None = None
) -> dict[Post, Problem]:
    """Return what is wrong with the trades and levels of plan items, each said once.

    Args:
        items: plan items, stored or not, with trade and occupation at hand.
        station: the station that plans.
        on: the day on which a trade must still be in the catalogue; None leaves that out.
    """
    grants = list(ScopeGrant.objects.filter(station=station).order_by("withdrawn_on", "pk"))
    held = {post for grant in grants if grant.withdrawn_on is None for post in _posts(grant)}
    ended = {post: grant for grant in grants if grant.withdrawn_on for post in _posts(grant)}
    found: dict[Post, Problem] = {}
    for item in items:
        post = post_of(item)
        if post not in held:
            found[post] = not_granted(item, ended.get(post))
        elif on is not None and not item.trade.is_live(on):
            found[post] = retired(item.trade)
    return found


def _posts(grant: ScopeGrant) -> list[Post]:
    return [(grant.trade_id, int(level)) for level in grant.levels]


def not_granted(item: PlanItem, ended: ScopeGrant | None) -> Problem:
    """Return the refusal of an item out of scope; `ended` is the last grant that held it, if any did."""
    since = f"自 {ended.withdrawn_on} 起" if ended else ""
    return Problem(
        f"“{item.trade.name} {item.level_label}”{since}不在本站获批的评价范围内",
        "4.7-6",
        "请改选范围内的工种等级，或先申请增项",
    )


def retired(trade: Trade) -> Problem:
    """Return the refusal of a trade that has left the catalogue."""
    return Problem(
        f"工种“{trade.name}”自 {trade.retired_on} 起不再开展评价", "2.5", "请改选其他工种，或删除该计划项"
    )
