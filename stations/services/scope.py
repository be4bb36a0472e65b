"""What management and centre change at a station: its scope."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction

from accounts.models import User
from ostami.problems import Problem, refuse_if
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station, StationStatus
from stations.services.levels import digits_of, misfits, titles_of
from workflow import audit


@transaction.atomic
def grant_scope(
    *, station: Station, trade: Trade, levels: Iterable[int], actor: User, today: date
) -> ScopeGrant:
    """Authorise `station` to evaluate `trade` at `levels` from `today` on (guide 4.7-6); audited.

    Args:
        station: the station.
        trade: a trade that is live in the catalogue.
        levels: levels 5 to 1, in any order, at least one, all among the trade's.
        actor: who grants.
        today: the first day of the grant.

    Raises:
        BlockedError: the station is closed, the trade is retired or granted already, or the levels don't fit.
    """
    _lock(station)
    digits = digits_of(levels)
    refuse_if([*_not_grantable(station, trade, today), *misfits(trade, digits)])
    grant = ScopeGrant.objects.create(station=station, trade=trade, levels=digits, granted_on=today)
    audit.record(
        station,
        action="grant_scope",
        sentence=f"授予评价范围：{trade.code_and_name}",
        actor=actor,
        changes={"等级": (None, titles_of(trade, digits))},
    )
    return grant


@transaction.atomic
def change_levels(
    *, grant: ScopeGrant, levels: Iterable[int], actor: User, today: date, reason: str = ""
) -> ScopeGrant:
    """Give a live grant other levels from `today` on; audited.

    What a station held stays on record: where a level goes, the grant ends and another one takes its place,
    so that batches that were handed in before keep their right (guide 4.7-6).

    Returns:
        The grant that is live.

    Raises:
        BlockedError: the grant was withdrawn, or the levels don't fit the trade or are the present ones.
    """
    _lock(grant.station)
    grant.refresh_from_db(fields=["levels", "withdrawn_on"])
    trade, old, digits = grant.trade, grant.levels, digits_of(levels)
    refuse_if([*_gone(grant), *misfits(trade, digits), *_same(old, digits)])
    grant = _with_levels(grant, digits, today)
    audit.record(
        grant.station,
        action="change_levels",
        sentence=f"修改评价范围：{trade.code_and_name}",
        actor=actor,
        reason=reason,
        changes={"等级": (titles_of(trade, old), titles_of(trade, digits))},
    )
    return grant


@transaction.atomic
def withdraw_scope(*, grant: ScopeGrant, reason: str, actor: User, today: date) -> ScopeGrant:
    """End a grant on `today`; batches that were approved before run to their end; audited with the reason.

    Raises:
        BlockedError: the grant was withdrawn already.
    """
    _lock(grant.station)
    grant.refresh_from_db(fields=["levels", "withdrawn_on"])
    refuse_if(_gone(grant))
    grant.withdrawn_on = today
    grant.save(update_fields=["withdrawn_on"])
    audit.record(
        grant.station,
        action="withdraw_scope",
        sentence=f"撤销评价范围：{grant.trade.code_and_name}",
        actor=actor,
        reason=reason,
        changes={"等级": (titles_of(grant.trade, grant.levels), None)},
    )
    return grant


@transaction.atomic
def reduce_scope(
    *, grant: ScopeGrant, levels: Iterable[int], reason: str, actor: User, today: date
) -> ScopeGrant:
    """Take `levels` out of a live grant from `today` on, the whole of it where none remains; audited.

    Returns:
        The grant that is live with the other levels, or else the one that ended.

    Raises:
        BlockedError: the grant was withdrawn, or doesn't hold one of the levels.
    """
    _lock(grant.station)
    grant.refresh_from_db(fields=["levels", "withdrawn_on"])
    given_up = digits_of(levels)
    refuse_if([*_gone(grant), *_not_held(grant, given_up)])
    left = [int(digit) for digit in grant.levels if digit not in given_up]
    if left:
        return change_levels(grant=grant, levels=left, actor=actor, today=today, reason=reason)
    return withdraw_scope(grant=grant, reason=reason, actor=actor, today=today)


def _with_levels(grant: ScopeGrant, digits: str, today: date) -> ScopeGrant:
    if set(digits) > set(grant.levels):
        grant.levels = digits
        grant.save(update_fields=["levels"])
        return grant
    grant.withdrawn_on = today
    grant.save(update_fields=["withdrawn_on"])
    return ScopeGrant.objects.create(
        station=grant.station, trade=grant.trade, levels=digits, granted_on=today
    )


def _lock(station: Station) -> None:
    """Make two people who change the same station wait for each other."""
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)


def _not_grantable(station: Station, trade: Trade, today: date) -> Iterator[Problem]:
    yield from _closed(station)
    if not trade.is_live(today):
        yield Problem(f"工种“{trade.code_and_name}”已停用，不能授予", remedy="请选择目录中现行的工种")
    if ScopeGrant.objects.live().filter(station=station, trade=trade).exists():
        yield Problem(
            f"该站已有“{trade.code_and_name}”的评价范围", remedy="需要增减等级时，请修改已有的这一条"
        )


def _closed(station: Station) -> Iterator[Problem]:
    if station.status == StationStatus.CLOSED:
        yield Problem("该考试站已关闭，不能办理", remedy="请核对是否选错了考试站")


def _gone(grant: ScopeGrant) -> Iterator[Problem]:
    if grant.withdrawn_on is not None:
        yield Problem(
            f"该评价范围已于 {grant.withdrawn_on} 撤销，可能已由他人处理",
            remedy="请返回考试站页面查看办理记录",
        )


def _not_held(grant: ScopeGrant, digits: str) -> Iterator[Problem]:
    if lacking := [digit for digit in digits if digit not in grant.levels]:
        yield Problem(
            f"“{grant.trade.name}”的{titles_of(grant.trade, lacking)}不在该站评价范围内",
            "4.7-6",
            "请只选择已获批的等级",
            "levels",
        )


def _same(old: str, digits: str) -> Iterator[Problem]:
    if old == digits:
        yield Problem("所选等级与现有等级相同", remedy="请增减等级，或返回", field="levels")
