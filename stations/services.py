"""What management and centre change at a station: its scope and its first password."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services import issue_first_password, main_login_of
from ostami.problems import Problem, refuse_if
from scope_catalog.levels import LEVEL_ORDER, Level, level_label
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station, StationStatus
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
    digits = _digits(levels)
    refuse_if([*_not_grantable(station, trade, today), *_misfits(trade, digits)])
    grant = ScopeGrant.objects.create(station=station, trade=trade, levels=digits, granted_on=today)
    audit.record(
        station,
        action="grant_scope",
        sentence=f"授予评价范围：{trade.code_and_name}",
        actor=actor,
        changes={"等级": (None, _titles(trade, digits))},
    )
    return grant


@transaction.atomic
def change_levels(*, grant: ScopeGrant, levels: Iterable[int], actor: User) -> ScopeGrant:
    """Give a live grant other levels; audited.

    Raises:
        BlockedError: the grant was withdrawn, or the levels don't fit the trade or are the present ones.
    """
    _lock(grant.station)
    grant.refresh_from_db(fields=["levels", "withdrawn_on"])
    trade, old, digits = grant.trade, grant.levels, _digits(levels)
    refuse_if([*_gone(grant), *_misfits(trade, digits), *_same(old, digits)])
    grant.levels = digits
    grant.save(update_fields=["levels"])
    audit.record(
        grant.station,
        action="change_levels",
        sentence=f"修改评价范围：{trade.code_and_name}",
        actor=actor,
        changes={"等级": (_titles(trade, old), _titles(trade, digits))},
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
        changes={"等级": (_titles(grant.trade, grant.levels), None)},
    )
    return grant


@transaction.atomic
def issue_station_password(*, station: Station, actor: User) -> str:
    """Give the station's main login a first password and return it once; audited, without the password.

    Raises:
        BlockedError: the station is closed.
    """
    _lock(station)
    refuse_if(_closed(station))
    password = issue_first_password(user=main_login_of(station.organisation))
    audit.record(station, action="issue_first_password", sentence="发放了首次登录密码", actor=actor)
    return password


def _lock(station: Station) -> None:
    """Make two people who change the same station wait for each other."""
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)


def _digits(levels: Iterable[int]) -> str:
    return "".join(sorted({str(int(level)) for level in levels}, key=LEVEL_ORDER.index))


def _titles(trade: Trade, digits: str) -> str:
    return "、".join(level_label(int(digit), occupation=trade.occupation) for digit in digits)


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


def _misfits(trade: Trade, digits: str) -> Iterator[Problem]:
    if not digits:
        yield Problem("还没有选择等级", remedy="请至少选择一个等级", field="levels")
    if surplus := [digit for digit in digits if digit not in trade.levels]:
        titles = "、".join(Level(int(digit)).label for digit in surplus)
        yield Problem(f"“{trade.name}”未设置{titles}", "2.5", "请在该工种设置的等级内选择", "levels")


def _same(old: str, digits: str) -> Iterator[Problem]:
    if old == digits:
        yield Problem("所选等级与现有等级相同", remedy="请增减等级，或返回", field="levels")
