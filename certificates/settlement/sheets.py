"""The statement of settlements (结算对账单): every batch, and the sums of each station."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from certificates.settlement.selectors import Entry, Sums, sums_of
from documents.sheets import Column, ColumnKind, TableSheet, TableValue
from documents.watermarks import practice_mark
from ostami import clock

NUMBER = ColumnKind.NUMBER
TITLE = "证书结算对账单"
MONEY = (
    Column("人数", NUMBER, 8),
    Column("应付（元）", NUMBER, 12),
    Column("已付（元）", NUMBER, 12),
)
COLUMNS = (
    Column("考试站", width=34),
    Column("批次", width=20),
    Column("评价类别", width=18),
    Column("考试日期", ColumnKind.DATE, 12),
    *MONEY,
    Column("差额", width=18),
    Column("状态", width=10),
    Column("确认日期", ColumnKind.DATE, 12),
)
SUM_COLUMNS = (
    Column("考试站", width=34),
    Column("批次数", NUMBER, 8),
    *MONEY,
    Column("已结算（元）", NUMBER, 12),
    Column("未结清（元）", NUMBER, 12),
)


def statement(entries: Sequence[Entry], *, about: str, on: date) -> list[TableSheet]:
    """Return the statement of some settlements: their lines, and the stations' sums where they are several.

    Args:
        entries: the settlements.
        about: what they are, such as ``2026 年``.
        on: the day of the statement.
    """
    stations = _by_station(entries)
    lines = TableSheet(
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(_line, entries)),
        facts=_facts(entries, about, on),
        signatures=(("考试站（盖章）", ""), ("管理站（盖章）", "")),
        tab="明细",
        watermark=practice_mark(),
    )
    if len(stations) < 2:  # noqa: PLR2004  one station's sums are its facts
        return [lines]
    sums = TableSheet(
        title=f"{TITLE}（按考试站）",
        columns=SUM_COLUMNS,
        rows=tuple((name, *_figures(sums)) for name, sums in stations),
        facts=_facts(entries, about, on),
        tab="按考试站",
        watermark=practice_mark(),
    )
    return [sums, lines]


def to_print(sheet: TableSheet) -> TableSheet:
    """Return a sheet for paper: every amount with its cents, ``90.00``, where a workbook holds a number."""
    rows = tuple(tuple(map(_with_cents, row)) for row in sheet.rows)
    money = {place for row in sheet.rows for place, held in enumerate(row) if isinstance(held, Decimal)}
    columns = tuple(
        replace(column, kind=ColumnKind.TEXT) if place in money else column
        for place, column in enumerate(sheet.columns)
    )
    return replace(sheet, columns=columns, rows=rows)


def _with_cents(held: TableValue) -> TableValue:
    return f"{held:.2f}" if isinstance(held, Decimal) else held


def _by_station(entries: Sequence[Entry]) -> list[tuple[str, Sums]]:
    """Return each station's sums, in the order of codes."""
    ordered = sorted(entries, key=lambda one: one.settlement.batch.station.code)
    grouped = groupby(ordered, key=lambda one: one.settlement.batch.station)
    return [(str(station), sums_of(found)) for station, found in grouped]


def _figures(sums: Sums) -> tuple[TableValue, ...]:
    return sums.batches, sums.people, sums.due, sums.paid, sums.confirmed, sums.unsettled


def _facts(entries: Sequence[Entry], about: str, on: date) -> tuple[tuple[str, TableValue], ...]:
    sums = sums_of(entries)
    return (
        ("范围", about),
        ("截至", on),
        ("批次数", sums.batches),
        ("发证人数", sums.people),
        ("应付合计", f"{sums.due:.2f} 元"),
        ("已付合计", f"{sums.paid:.2f} 元"),
        ("已结算", f"{sums.confirmed:.2f} 元"),
        ("未结清", f"{sums.unsettled:.2f} 元"),
    )


def _line(entry: Entry) -> tuple[TableValue, ...]:
    settlement, batch = entry.settlement, entry.settlement.batch
    confirmed = settlement.confirmed_at
    return (
        str(batch.station),
        batch.number or "",
        batch.get_scheme_display(),
        batch.exam_date,
        entry.people,
        entry.balance.due,
        entry.balance.paid,
        entry.balance.words,
        settlement.get_status_display(),
        clock.day_of(confirmed) if confirmed else None,
    )
