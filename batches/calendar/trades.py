"""Which trades and levels a station could examine on a day: plan items, scope, and enough examiners."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from batches.models import PlanItem
from batches.selectors.plans import items_for_pages, offers_of
from examiners.models import Examiner, Grade
from ostami import policy
from ostami.problems import Problem
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from stations.models import Station

# A trade's key and a level.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TradeWeighed:
    """A trade and level on a day.

    Attributes:
        trade: the trade.
        level: the level.
        plan_items: the approved plan items of the exam's year that are free.
        of_other_years: those of other years.
        valid: the examiners who may sit on that day.
        leaving: those who may sit on the day of the application but not on the exam's, each with the reason.
        in_scope: whether the station may evaluate it.
    """

    trade: Trade
    level: int
    plan_items: list[PlanItem]
    of_other_years: list[PlanItem]
    valid: list[Examiner]
    leaving: list[str]
    in_scope: bool

    @property
    def name(self) -> str:
        """Trade and level: 数控车工 四级/中级工."""
        return f"{self.trade.name} {level_label(self.level, occupation=self.trade.occupation)}"

    @property
    def fit(self) -> bool:
        """Tell whether nothing keeps it from being examined."""
        return not self.problems

    @property
    def problems(self) -> list[Problem]:
        """What keeps it from being examined."""
        found = []
        if not self.in_scope:
            found.append(Problem("不在本站获批的评价范围内", "4.7-6", "请先申请增项"))
        if not self.plan_items and not self.of_other_years:
            found.append(Problem("没有可选用的计划项", "4.5.1-1", "请先提交补充计划并取得批准"))
        if len(self.valid) < policy.PANEL_MIN_EXAMINERS:
            found.append(self._too_few())
        return found

    @property
    def hint(self) -> str:
        """What should be known though it forbids nothing."""
        if self.plan_items or not self.of_other_years:
            return ""
        years = "、".join(str(year) for year in sorted({item.plan.year for item in self.of_other_years}))
        return f"只有 {years} 年度的计划项，与考试年份不同，请核实是否跨年使用。"

    def _too_few(self) -> Problem:
        who = "高级考评员" if self.level in policy.SENIOR_EXAMINER_LEVELS else "考评员"
        return Problem(
            f"考试当日有效的{who}只有 {len(self.valid)} 位，至少 {policy.PANEL_MIN_EXAMINERS} 位",
            "4.5.1-4",
            "请改选日期，或先办理考评员申报、续期",
        )


def weigh_trades(
    station: Station, exam_date: date, *, applied_on: date, only: Iterable[Pair] | None = None
) -> list[TradeWeighed]:
    """Weigh a station's trades and levels for a day, in the order of their names; in seven queries at most.

    Args:
        station: the station.
        exam_date: the day.
        applied_on: the day with which the examiners are compared.
        only: the trades and levels asked about; all that have free plan items where absent.
    """
    free = items_for_pages(PlanItem.objects.approved().free().filter(plan__station=station)).order_by("pk")
    by_pair: dict[Pair, list[PlanItem]] = {}
    for item in free:
        by_pair.setdefault((item.trade_id, item.level), []).append(item)
    pairs = set(by_pair) if only is None else set(only)
    offers = {(offer.trade.pk, offer.level) for offer in offers_of(station, on=applied_on)}
    trades = Trade.objects.select_related("occupation").in_bulk([trade for trade, _ in pairs])
    examiners = list(Examiner.objects.filter(station=station).prefetch_related("trades", "suspensions"))
    weighed = [
        _weigh(
            trades[trade],
            level,
            items=by_pair.get((trade, level), []),
            examiners=examiners,
            days=(applied_on, exam_date),
            in_scope=(trade, level) in offers,
        )
        for trade, level in pairs
        if trade in trades
    ]
    return sorted(weighed, key=lambda one: (one.trade.name, -one.level))


def _weigh(
    trade: Trade,
    level: int,
    *,
    items: list[PlanItem],
    examiners: list[Examiner],
    days: tuple[date, date],
    in_scope: bool,
) -> TradeWeighed:
    applied_on, exam_date = days
    holding = [one for one in examiners if _judges(one, trade, level)]
    valid = [one for one in holding if one.is_valid_on(exam_date)]
    leaving = [one for one in holding if one.is_valid_on(applied_on) and one not in valid]
    return TradeWeighed(
        trade=trade,
        level=level,
        plan_items=[item for item in items if item.plan.year == exam_date.year],
        of_other_years=[item for item in items if item.plan.year != exam_date.year],
        valid=valid,
        leaving=[f"{one}（{one.state_on(exam_date).label}，{one.validity}）" for one in leaving],
        in_scope=in_scope,
    )


def _judges(examiner: Examiner, trade: Trade, level: int) -> bool:
    senior_enough = level not in policy.SENIOR_EXAMINER_LEVELS or examiner.grade == Grade.SENIOR
    return senior_enough and trade in examiner.trades.all()
