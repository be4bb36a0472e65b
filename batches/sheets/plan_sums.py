"""The sums of a year's plans as a workbook: a tab each, then who is missing, then every item."""

from collections.abc import Iterator, Sequence

from accounts.models import User
from batches.models import PlanItem, PlanStatus
from batches.selectors import PlanLine, plan_lines
from batches.selectors.plan_sums import (
    Missing,
    SumTable,
    counted_items,
    plan_sums,
    stations_without_plan,
)
from batches.sheets.plans import use_in_words
from documents.sheets import Column, ColumnKind, TableSheet, TableValue
from documents.table_sheets import Pair
from documents.watermarks import practice_mark

TITLE = "年度计划汇总表"
FIGURES = (
    Column("计划项", ColumnKind.NUMBER, 10),
    Column("计划人数", ColumnKind.NUMBER, 12),
    Column("已选用计划项", ColumnKind.NUMBER, 14),
    Column("已选用人数", ColumnKind.NUMBER, 12),
)
MISSING_COLUMNS = (
    Column("机构编码", width=12),
    Column("考试站", width=44),
    Column("省份", width=18),
    Column("情况", width=34),
)
ITEM_COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 7),
    Column("机构编码", width=12),
    Column("考试站", width=44),
    Column("省份", width=18),
    Column("年度计划", width=22),
    Column("状态", width=10),
    Column("工种编码", width=18),
    Column("工种", width=24),
    Column("等级", width=14),
    Column("计划人数", ColumnKind.NUMBER, 10),
    Column("计划月份", ColumnKind.NUMBER, 10),
    Column("选用情况", width=26),
    Column("备注", width=24),
)


def sums_sheets(user: User, *, year: int, statuses: Sequence[PlanStatus], counted: str) -> list[TableSheet]:
    """Return the tabs of a year's sums.

    Args:
        user: whose scope is summed up.
        year: the year.
        statuses: of the plans that count.
        counted: those statuses in words, printed on every tab.
    """
    facts: tuple[Pair, ...] = (("年度", f"{year} 年"), ("统计范围", counted))
    sums = plan_sums(user, year=year, statuses=statuses)
    tabs = [_sum_tab(table, facts) for table in sums.tables]
    tabs.append(_missing_tab(stations_without_plan(user, year=year), facts))
    tabs.append(_item_tab(user, year, statuses, facts))
    return tabs


def _sum_tab(table: SumTable, facts: tuple[Pair, ...]) -> TableSheet:
    return TableSheet(
        title=f"{TITLE}：按{table.name}",
        tab=f"按{table.name}",
        columns=(Column(table.name, width=36), *FIGURES),
        rows=tuple(_sum_rows(table)),
        facts=facts,
        landscape=False,
        frozen_columns=1,
        watermark=practice_mark(),
    )


def _sum_rows(table: SumTable) -> Iterator[tuple[TableValue, ...]]:
    for line in (*table.lines, table.total):
        figures = line.figures
        yield line.label, figures.items, figures.people, figures.used, figures.used_people


def _missing_tab(missing: Sequence[Missing], facts: tuple[Pair, ...]) -> TableSheet:
    return TableSheet(
        title=f"{TITLE}：未提交计划的考试站",
        tab="未提交",
        columns=MISSING_COLUMNS,
        rows=tuple(
            (one.station.code, one.station.organisation.name, one.station.organisation.province, one.state)
            for one in missing
        ),
        facts=(facts[0], ("考试站数", len(missing))),
        landscape=False,
        frozen_columns=2,
        watermark=practice_mark(),
    )


def _item_tab(user: User, year: int, statuses: Sequence[PlanStatus], facts: tuple[Pair, ...]) -> TableSheet:
    items = counted_items(user, year=year, statuses=statuses)
    items = items.select_related("plan__station__organisation", "trade__occupation")
    items = items.order_by("plan__station__organisation__code", "plan__supplement", "pk")
    lines = plan_lines(items, user=user)
    return TableSheet(
        title=f"{TITLE}：全部计划项",
        tab="计划项",
        columns=ITEM_COLUMNS,
        rows=tuple(_item_row(number, line) for number, line in enumerate(lines, start=1)),
        facts=facts,
        frozen_columns=3,
        watermark=practice_mark(),
    )


def _item_row(number: int, line: PlanLine) -> tuple[TableValue, ...]:
    item: PlanItem = line.item
    organisation = item.plan.station.organisation
    return (
        number,
        organisation.code,
        organisation.name,
        organisation.province,
        item.plan.title,
        item.plan.get_status_display(),
        item.trade.display_code,
        item.trade.name,
        item.level_label,
        item.headcount,
        item.month,
        use_in_words(line),
        item.note,
    )
