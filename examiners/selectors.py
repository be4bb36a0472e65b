"""Who may sit on a panel, why somebody may not, and which trades have too few examiners."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.rights import Role
from examiners.models import Examiner, ExaminerQuerySet, ExaminerState, ExaminerTrade, Grade
from ostami.policy import EXAMINERS_PER_TRADE, SENIOR_EXAMINER_LEVELS
from ostami.problems import Problem
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from stations.models import ScopeGrant, Station
from stations.selectors import granted_trades, live_grants

# Whom a phone number is shown to: the own station (a station sees no other's examiners) and its superiors.
PHONE_ROLES = frozenset({Role.STATION, Role.MANAGEMENT, Role.CENTRE})


def who_may_sit(*, station: Station, trade: Trade, level: int, on: date) -> ExaminerQuerySet:
    """Return the examiners of `station` who may judge `trade` at `level` on the day `on` (guide 4.5.1-4)."""
    fit = Examiner.objects.filter(station=station).holding(trade).valid_on(on)
    return fit.filter(grade=Grade.SENIOR) if level in SENIOR_EXAMINER_LEVELS else fit


def why_not(examiner: Examiner, *, station: Station, trade: Trade, level: int, on: date) -> Iterator[Problem]:
    """Yield every reason why `examiner` may not sit on a panel, or nothing (guide 4.5.1-4, 3.1)."""
    if examiner.station_id != station.pk:
        yield Problem(f"考评员{examiner}不属于本考试站", "4.5.1-4", "请选择本机构的考评员")
        return
    if not examiner.trades.contains(trade):
        fault = f"考评员{examiner}未取得“{trade.name}”的考评资格"
        yield Problem(fault, "4.5.1-4", "请选择具有该工种资格的考评员")
    yield from _not_holding(examiner, on)
    if level in SENIOR_EXAMINER_LEVELS and examiner.grade != Grade.SENIOR:
        title = level_label(level, occupation=trade.occupation)
        yield Problem(f"{title}须由高级考评员考评，{examiner}为考评员", "3.1", "请选择高级考评员")


def _not_holding(examiner: Examiner, on: date) -> Iterator[Problem]:
    state = examiner.state_on(on)
    if state is ExaminerState.SUSPENDED:
        since = max(one.since for one in examiner.suspensions.all() if one.covers(on))
        fault = f"考评员{examiner}的资格自 {since} 起暂停，考试日 {on} 尚未恢复"
        yield Problem(fault, "4.5.1-4", "请另选考评员，或待管理站恢复资格")
    elif state is not ExaminerState.VALID:
        fault = f"考评员{examiner}的资格在考试日 {on} 不在有效期内（{examiner.validity}）"
        yield Problem(fault, "4.5.1-4", "请另选考评员或先办理续期")


@dataclass(frozen=True, slots=True)
class ShortTrade:
    """A granted trade with too few valid examiners.

    Attributes:
        trade: the trade.
        valid: its valid examiners, senior ones counted.
        seniors: its valid senior examiners.
        lacks: whether `valid` is below the least number.
        lacks_seniors: whether level 2 or 1 is granted and `seniors` is below the least number.
    """

    trade: Trade
    valid: int
    seniors: int
    lacks: bool
    lacks_seniors: bool


def short_trades(*, station: Station, on: date) -> list[ShortTrade]:
    """Return the granted trades with too few valid examiners on the day `on` (guide 2.1.2, 3.1, 4.5.1-4)."""
    grades: dict[int, list[str]] = {}
    places = ExaminerTrade.objects.filter(examiner__in=Examiner.objects.filter(station=station).valid_on(on))
    for trade_id, grade in places.values_list("trade_id", "examiner__grade"):
        grades.setdefault(trade_id, []).append(grade)
    counted = [_counted(grant, grades.get(grant.trade_id, [])) for grant in live_grants(station)]
    return [trade for trade in counted if trade.lacks or trade.lacks_seniors]


def _counted(grant: ScopeGrant, grades: list[str]) -> ShortTrade:
    valid, seniors = len(grades), grades.count(Grade.SENIOR)
    high = any(int(level) in SENIOR_EXAMINER_LEVELS for level in grant.levels)
    return ShortTrade(
        trade=grant.trade,
        valid=valid,
        seniors=seniors,
        lacks=valid < EXAMINERS_PER_TRADE,
        lacks_seniors=high and seniors < EXAMINERS_PER_TRADE,
    )


def choosable_trades(station: Station, *, examiner: Examiner | None = None) -> TradeQuerySet:
    """Return the trades that an examiner of `station` may hold: those granted, and those held already."""
    granted = granted_trades(station).values("pk")
    held = Trade.objects.filter(examiners=examiner) if examiner else Trade.objects.none()
    return (Trade.objects.filter(pk__in=granted) | Trade.objects.filter(pk__in=held.values("pk"))).in_order()


def sees_phones(user: User) -> bool:
    """Tell whether `user` is shown the phone numbers of the examiners that they see."""
    return user.role in PHONE_ROLES
