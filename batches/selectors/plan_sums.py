"""Sums of a year's plans (guide 4.5.1-1): by trade, level, month and province; and who has none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from batches.models import AnnualPlan, BatchItem, PlanItem, PlanStatus
from scope_catalog.levels import level_label
from scope_catalog.models import Trade
from stations.models import Station

NO_PROVINCE = "待登记"
HANDED_IN = (PlanStatus.SUBMITTED, PlanStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Figures:
    """Plan items, their people, and how many of both batches hold already."""

    items: int = 0
    people: int = 0
    used: int = 0
    used_people: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.items + other.items,
            self.people + other.people,
            self.used + other.used,
            self.used_people + other.used_people,
        )


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of a table of sums."""

    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class SumTable:
    """A table of sums: what its lines are, and the lines in order."""

    key: str
    name: str
    lines: Sequence[SumLine]

    @property
    def most(self) -> int:
        """The largest number of people of a line, for the bars."""
        return max((line.figures.people for line in self.lines), default=0)

    @property
    def total(self) -> SumLine:
        """The last line."""
        return SumLine("合计", sum((line.figures for line in self.lines), Figures()))


@dataclass(frozen=True, slots=True)
class Missing:
    """A station that has handed no plan in for a year; `returned` where one went back to it."""

    station: Station
    returned: bool

    @property
    def state(self) -> str:
        """How it stands, in words."""
        return "已退回，待考试站修改后重新提交" if self.returned else "尚未提交"


@dataclass(frozen=True, slots=True)
class PlanSums:
    """A year's plans in figures."""

    total: Figures
    stations: int
    tables: Sequence[SumTable]


@dataclass(frozen=True, slots=True)
class _Group:
    """Plan items alike in trade, level, month and province."""

    trade: Trade
    level: int
    month: int
    province: str
    figures: Figures

    @property
    def level_label(self) -> str:
        return level_label(self.level, occupation=self.trade.occupation)


def counted_items(user: User, *, year: int, statuses: Iterable[PlanStatus]) -> QuerySet[PlanItem]:
    """Return the items of a year's plans in scope, of those statuses."""
    return PlanItem.objects.visible_to(user).filter(plan__year=year, plan__status__in=[*statuses])


def plan_sums(user: User, *, year: int, statuses: Iterable[PlanStatus]) -> PlanSums:
    """Return the sums of a year: every table adds up to the same total, since all come from one count."""
    items = counted_items(user, year=year, statuses=statuses)
    groups = _groups(items)
    tables = (
        _table("trade", "工种", groups, lambda one: (one.trade.display_code, one.trade.code_and_name)),
        _table("level", "等级", groups, lambda one: (-one.level, one.level_label)),
        _table("month", "月份", groups, lambda one: (one.month, f"{one.month} 月")),
        _table("province", "省份", groups, lambda one: (one.province == NO_PROVINCE, one.province)),
    )
    stations = items.aggregate(stations=Count("plan__station", distinct=True))["stations"]
    return PlanSums(sum((one.figures for one in groups), Figures()), stations, tables)


def _groups(items: QuerySet[PlanItem]) -> list[_Group]:
    # A subquery, not a join: an item stands in several batches once some were returned or withdrawn.
    held = Exists(BatchItem.objects.filter(plan_item=OuterRef("pk"), taken=True))
    province = "plan__station__organisation__province"
    rows = items.order_by().alias(held=held).values("trade", "level", "month", province)
    rows = rows.annotate(
        count=Count("pk"),
        people=Sum("headcount"),
        used=Count("pk", filter=Q(held=True)),
        used_people=Sum("headcount", filter=Q(held=True), default=0),
    )
    found = list(rows)
    trades = Trade.objects.select_related("occupation").in_bulk({row["trade"] for row in found})
    return [_group(row, trades[row["trade"]], row[province] or NO_PROVINCE) for row in found]


def _group(row: dict[str, Any], trade: Trade, province: str) -> _Group:
    figures = Figures(row["count"], row["people"], row["used"], row["used_people"])
    return _Group(trade, row["level"], row["month"], province, figures)


def _table(
    key: str, name: str, groups: Iterable[_Group], line_of: Callable[[_Group], tuple[Any, str]]
) -> SumTable:
    """Add groups up by the line to which each belongs: what lines are ordered by, and the line's label."""
    sums: defaultdict[tuple[Any, str], Figures] = defaultdict(Figures)
    for group in groups:
        sums[line_of(group)] += group.figures
    return SumTable(key, name, [SumLine(label, sums[order, label]) for order, label in sorted(sums)])


def stations_without_plan(user: User, *, year: int) -> list[Missing]:
    """Return the stations in scope, but for closed ones, that have handed no plan in for a year."""
    plans = AnnualPlan.objects.visible_to(user).filter(year=year, station=OuterRef("pk"))
    stations = Station.objects.visible_to(user).listed()
    missing = stations.exclude(Exists(plans.filter(status__in=HANDED_IN)))
    marked = missing.annotate(went_back=Exists(plans.filter(status=PlanStatus.RETURNED)))
    return [Missing(station, bool(station.went_back)) for station in marked]
