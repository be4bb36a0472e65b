"""The table by which a plan's items are imported (guide 4.5.1-1): its columns, and what a row must be."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from batches.selectors import Offer
from documents.import_values import WHOLE, folded
from documents.table_import import ImportColumn, ImportedRow, TableImport, text, whole_number
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import Problem
from scope_catalog.levels import Level, level_label
from scope_catalog.models import Trade

TITLE = "计划项"
MOST_ROWS = 200
MONTHS = tuple(f"{month} 月" for month in range(1, 13))
OUT_OF_SCOPE = "不在本站获批的评价范围内（服务指南 4.7-6），请从下拉列表中选择；需要新增的，请先申请增项"
NOT_A_MONTH = "不是月份，请填写 1 到 12，如“9 月”"
MONTH = re.compile(r"0?([1-9]|1[0-2])月?份?")
PEOPLE = whole_number(1, PLAN_ITEM_MAX_PEOPLE)


@dataclass(frozen=True, slots=True)
class _LevelName:
    """A level as it was typed; `title` is set where a title was typed with the number, which must fit."""

    level: int
    title: str = ""


def plan_import(offers: Sequence[Offer]) -> TableImport:
    """Return what a table of plan items must look like.

    Args:
        offers: the trades and levels that the station may plan.
    """
    trades = list({offer.trade.pk: offer.trade for offer in offers}.values())
    columns = (
        ImportColumn(
            "工种",
            "trade",
            partial(_trade, trades),
            hint="本站获批评价范围内的工种，从下拉列表中选择，也可以只填编码或名称。",
            sample=trades[0].code_and_name if trades else "",
            choices=[trade.code_and_name for trade in trades],
        ),
        ImportColumn(
            "等级",
            "level",
            _level,
            hint="该工种获批的等级。“四级/中级工”“四级”“4”“中级工”均可。",
            sample=offers[0].level_label if offers else "",
            choices=_level_labels(offers),
        ),
        ImportColumn(
            "计划人数",
            "headcount",
            _people,
            hint=f"1 到 {PLAN_ITEM_MAX_PEOPLE} 的整数。超过 {PLAN_ITEM_MAX_PEOPLE} 人请拆成多行。",
            sample="30",
        ),
        ImportColumn(
            "计划月份", "month", _month, hint="计划考试的月份，1 到 12 月。", sample="9 月", choices=MONTHS
        ),
        ImportColumn(
            "备注", "note", text(100), required=False, blank="", hint="最多 100 个字。", sample="秋季班"
        ),
    )
    return TableImport(
        TITLE,
        columns,
        max_rows=MOST_ROWS,
        check_table=partial(_check, offers),
        shown=[column.header for column in columns],
    )


def _level_labels(offers: Iterable[Offer]) -> list[str]:
    labels = {(-offer.level, offer.level_label) for offer in offers}
    return [label for _, label in sorted(labels)]


def _trade(trades: Iterable[Trade], cell: str) -> Trade:
    wanted = folded(cell).upper()
    found = [
        trade
        for trade in trades
        if wanted in {folded(name).upper() for name in (trade.code_and_name, trade.display_code, trade.name)}
    ]
    if not found:
        raise ValueError(OUT_OF_SCOPE)
    if len(found) > 1:
        named = "、".join(f"“{trade.code_and_name}”" for trade in found)
        raise ValueError(f"对应多个工种，请写明编码和名称：{named}")
    return found[0]


def _level(cell: str) -> _LevelName:
    plain = folded(cell)
    number, _, title = plain.partition("/")
    for level in Level:
        numeral, usual = level.label.split("/")
        if plain == usual:
            return _LevelName(level.value, usual)
        if number in {str(level.value), f"{level.value}级", numeral}:
            return _LevelName(level.value, title)
    raise ValueError("不是等级，请填写“五级/初级工”至“一级/高级技师”之一，如“四级”“4”或“中级工”")


def _people(cell: str) -> int:
    plain = folded(cell).rstrip("人")
    if WHOLE.fullmatch(plain) and int(plain) > PLAN_ITEM_MAX_PEOPLE:
        raise ValueError(
            f"超过每条计划 {PLAN_ITEM_MAX_PEOPLE} 人的上限（服务指南 4.5.1-1），"
            f"超过 {PLAN_ITEM_MAX_PEOPLE} 人请拆成多行"
        )
    return PEOPLE(plain)


def _month(cell: str) -> int:
    match = MONTH.fullmatch(folded(cell))
    if match is None:
        raise ValueError(NOT_A_MONTH)
    return int(match[1])


def _check(offers: Iterable[Offer], rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
    """Return what is wrong with a row's trade and level together, by row."""
    granted = defaultdict(list)
    for offer in offers:
        granted[offer.trade].append(offer.level)
    found = {row.number: [str(problem) for problem in _not_granted(row, granted)] for row in rows}
    return {number: sentences for number, sentences in found.items() if sentences}


def _not_granted(row: ImportedRow, granted: dict[Trade, list[int]]) -> Iterator[Problem]:
    trade, named = row.parsed.get("trade"), row.parsed.get("level")
    if trade is None or named is None:
        return
    label = level_label(named.level, occupation=trade.occupation)
    if named.level not in granted[trade]:
        held = "、".join(level_label(level, occupation=trade.occupation) for level in granted[trade])
        yield Problem(
            f"“{trade.name} {label}”不在本站获批的评价范围内，该工种获批的等级为{held}",
            "4.7-6",
            "请改填获批的等级，或先申请增项",
        )
    elif named.title and named.title != label.split("/")[1]:
        yield Problem(f"“{trade.name}”的该等级为“{label}”，与填写的等级名称不一致", remedy="请核对后更正")
